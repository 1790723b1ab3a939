/** What the screen needs of the check: to run it, and its result as text. Comes when it is wanted. */
import type { Signaling } from '../connection/signaling.ts';
import { gatherFacts } from './gather-facts.ts';
import { judgeFacts, type Check } from './judge-facts.ts';
import { reportText } from './report-text.ts';

export interface ConnectionCheck {
  run(): Promise<CheckResult>;
}
export interface CheckResult {
  readonly checks: readonly Check[];
  /** To be copied; see report-text.ts. */
  readonly report: string;
}

export function createConnectionCheck(signaling: Signaling): ConnectionCheck {
  return {
    run: async () => {
      const facts = await gatherFacts(signaling);
      const { host } = location;
      const report = reportText(facts, { at: new Date(), host, userAgent: navigator.userAgent });
      return { checks: judgeFacts(facts), report };
    },
  };
}

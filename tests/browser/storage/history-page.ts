/** Runs the rules of a history on IndexedDB, in the page that loads this. */
import { openIndexedArchive } from '../../../client/storage/indexed-archive.ts';
import { HISTORY_RULES } from '../../contracts/history-contract.ts';

declare global {
  interface Window {
    /** Null where the rule is kept, else why not. */
    keepsHistoryRule(title: string): Promise<string | null>;
  }
}

window.keepsHistoryRule = async (title) => {
  const rule = HISTORY_RULES.find((each) => each.title === title);
  if (rule === undefined) return 'no such rule';
  const archive = await openIndexedArchive(`rule ${title}`);
  return rule.keeps(archive).then(
    () => null,
    (error: unknown) => String(error),
  );
};

/**
 * Messages through the real server against a bare socket.io relay over TLS, in the same run, round by round in turn, at rising rates:
 * the time from sending to arrival, and the server's CPU. Messages, names of events and ids are of the same size on both sides.
 */
import { describeRounds, relayRounds, type Rate } from './support/relay-rounds.ts';
import type { Measured, Row } from './support/row.ts';
import { Workshop } from './support/workshop.ts';

const RATES = [500, 1_000, 2_000, 5_000, 10_000];
/** Where the limits hold. */
const LIMITED = 5_000;

function rowsOf({ perSecond, mine, bare }: Rate): Row[] {
  const row = (what: string, unit: string, figure: 'p50' | 'p99' | 'cpuUs', most: number | null): Row => ({
    what: `${perSecond.toLocaleString('en')} messages/s: ${what}`,
    unit,
    earshot: mine[figure],
    floor: bare[figure],
    most: perSecond === LIMITED ? most : null,
  });
  return [
    row('p50', 'ms', 'p50', null),
    row('p99', 'ms', 'p99', 1.2),
    row('server CPU per message', 'µs', 'cpuUs', 1.25),
  ];
}

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    const rates = await relayRounds(workshop, 'messages', RATES);
    return { how: describeRounds(rates), rows: rates.flatMap(rowsOf) };
  });

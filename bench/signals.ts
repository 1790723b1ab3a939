/**
 * Offers and answers of 4 KB within calls, passed on and answered when the other side has acknowledged them, against a bare socket.io
 * server over TLS that does the same with whatever it is given.
 */
import { describeRounds, relayRounds } from './support/relay-rounds.ts';
import type { Measured } from './support/row.ts';
import { Workshop } from './support/workshop.ts';

const PER_SECOND = 1_000;
const MOST = 1.25;

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    const rates = await relayRounds(workshop, 'signals', [PER_SECOND]);
    const rows = rates.flatMap(({ mine, bare }) => [
      { what: '1,000 signals/s of 4 KB: p50', unit: 'ms', earshot: mine.p50, floor: bare.p50, most: null },
      { what: '1,000 signals/s of 4 KB: p99', unit: 'ms', earshot: mine.p99, floor: bare.p99, most: MOST },
      {
        what: '1,000 signals/s of 4 KB: server CPU each',
        unit: 'µs',
        earshot: mine.cpuUs,
        floor: bare.cpuUs,
        most: MOST,
      },
    ]);
    return { how: describeRounds(rates), rows };
  });

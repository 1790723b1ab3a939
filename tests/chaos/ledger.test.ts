import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../protocol/ids.ts';
import { id, userId } from '../support/records.ts';
import { Ledger } from './ledger.ts';

const [ana, bea, cy] = [userId('ana'), userId('bea'), userId('cy')];
const message = (word: string) => id<MessageId>(word);

let ledger: Ledger;
const stored = (from: typeof ana, peer: typeof ana, word: string, at: number) =>
  ledger.hear({ what: 'stored', person: from, peer, id: message(word), at });
const left = (from: typeof ana, word: string, at: number) =>
  ledger.hear({ what: 'left the outbox', person: from, ids: [message(word)], at });

beforeEach(() => {
  ledger = new Ledger();
});

describe('the time until outboxes are empty after a return of the server', () => {
  it('counts from the return to the last message that waited then', () => {
    stored(ana, bea, 'm1', 10);
    stored(bea, cy, 'm2', 20);
    ledger.serverReturned(100);
    stored(ana, bea, 'm3', 150);
    left(ana, 'm1', 300);
    expect(ledger.drained).toBe(false);
    left(bea, 'm2', 400);
    expect(ledger.drained).toBe(true);
    expect(ledger.waiting).toBe(1);
    expect(ledger.lastReturn()).toBe(300);
    expect(ledger.figures()).toMatchObject({ returns: 1, steady: [300], all: [300] });
  });

  it('counts what was stored before the return and reported after it', () => {
    ledger.serverReturned(100);
    stored(ana, bea, 'm1', 99);
    left(ana, 'm1', 250);
    expect(ledger.figures().steady).toEqual([150]);
  });

  it('leaves pairs whose connection was lost meanwhile to the other figure', () => {
    stored(ana, bea, 'm1', 10);
    stored(cy, bea, 'm2', 10);
    stored(ana, cy, 'm3', 10);
    ledger.serverReturned(100);
    left(ana, 'm3', 200);
    ledger.lost(bea);
    left(ana, 'm1', 900);
    left(cy, 'm2', 900);
    expect(ledger.figures()).toMatchObject({ steady: [100], all: [800] });
  });

  it('takes somebody who was left to silence for disturbed until they connect anew', () => {
    ledger.heldUp(bea);
    stored(ana, bea, 'm1', 10);
    ledger.serverReturned(100);
    left(ana, 'm1', 900);
    ledger.hear({ what: 'connected', person: bea, at: 950 });
    stored(ana, bea, 'm2', 960);
    ledger.serverReturned(1_000);
    left(ana, 'm2', 1_200);
    expect(ledger.figures()).toMatchObject({ returns: 2, steady: [200], all: [800, 200] });
  });

  it('says nothing of pairs with somebody who was killed', () => {
    stored(ana, bea, 'm1', 10);
    stored(ana, cy, 'm2', 10);
    ledger.serverReturned(100);
    ledger.died(bea);
    left(ana, 'm2', 300);
    expect(ledger.figures()).toMatchObject({ steady: [200], all: [200] });
  });

  it('says nothing of pairs with somebody whose process is not back when the server is', () => {
    stored(ana, bea, 'm1', 10);
    stored(ana, cy, 'm2', 10);
    ledger.died(bea);
    ledger.serverReturned(100);
    left(ana, 'm2', 300);
    expect(ledger.drained).toBe(true);
    ledger.serverKilled(4_000);
    ledger.hear({ what: 'opened', person: bea, outbox: [], at: 4_100 });
    ledger.serverReturned(5_000);
    left(ana, 'm1', 5_400);
    expect(ledger.figures()).toMatchObject({ steady: [200, 400], cutShort: [], all: [200, 400] });
  });

  it('says how long a return lasted that ended before everything had left', () => {
    stored(ana, bea, 'm1', 10);
    stored(ana, cy, 'm2', 10);
    ledger.serverReturned(100);
    left(ana, 'm1', 200);
    ledger.serverKilled(400);
    ledger.serverReturned(500);
    left(ana, 'm2', 700);
    expect(ledger.figures()).toMatchObject({ returns: 2, steady: [200], cutShort: [300], all: [200] });
  });
});

it('takes the word of a client that came back for what is in its outbox', () => {
  stored(ana, bea, 'confirmed unheard', 10);
  stored(ana, cy, 'waits', 10);
  ledger.hear({ what: 'opened', person: ana, outbox: [{ peer: cy, id: message('waits') }], at: 50 });
  expect(ledger.waiting).toBe(1);
});

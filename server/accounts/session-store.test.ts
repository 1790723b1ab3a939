import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionTokens } from '../transport/session-token.ts';
import type { UserId } from '../../protocol/ids.ts';
import { AccountStore } from './account-store.ts';
import { numberOf, openDatabase, type Database } from './database.ts';
import { HANDOVER_MS, MOST_SESSIONS, SESSION_DAYS, SessionStore, type OpenSession } from './session-store.ts';

const ANA = '0'.repeat(26) as UserId; // 26 characters are all that the pattern asks for
const DAYS_MS = SESSION_DAYS * 24 * 60 * 60_000;
let folder: string;
let database: Database;
let sessions: SessionStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-sessions-'));
  database = await openDatabase(join(folder, 'accounts.db'));
  new AccountStore(database).add({ id: ANA, name: 'Ana', password: '', administrator: false, madeAt: 0 });
  sessions = new SessionStore(database, new SessionTokens(Buffer.alloc(32, 1), { now: () => 0 }));
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});
const nextOf = ({ refresh }: OpenSession, now: number): OpenSession => {
  const rotation = sessions.rotate(refresh, now);
  if (rotation.kind !== 'rotated') throw new Error(rotation.kind);
  return rotation.open;
};

describe('a refresh token', () => {
  it('[ACC-2] is another after each use, and has 256 bits', () => {
    const first = sessions.open(ANA, 0);
    const second = nextOf(first, 1);
    const third = nextOf(second, 2);
    expect(new Set([first, second, third].map(({ refresh }) => refresh)).size).toBe(3);
    for (const { refresh } of [first, second, third])
      expect(Buffer.from(refresh.split('.')[1] ?? '', 'base64url')).toHaveLength(32);
  });

  it('[ACC-2] of before gives the same new one for a minute, and then ends the session', () => {
    const first = sessions.open(ANA, 0);
    const second = nextOf(first, 1_000);
    expect(nextOf(first, 1_000 + HANDOVER_MS)).toEqual(second);
    expect(sessions.rotate(first.refresh, 1_001 + HANDOVER_MS).kind).toBe('reused');
    expect(sessions.rotate(second.refresh, 1_001 + HANDOVER_MS).kind).toBe('unknown');
    expect(sessions.userOf(first.session)).toBe(null);
  });

  it('[ACC-2] of before that ends the session at once where the new one was used', () => {
    const first = sessions.open(ANA, 0);
    nextOf(nextOf(first, 1), 2);
    expect(sessions.rotate(first.refresh, 3).kind).toBe('reused');
  });

  it('[ACC-3] is of no use after thirty days without any', () => {
    const first = sessions.open(ANA, 0);
    const second = nextOf(first, DAYS_MS);
    expect(sessions.rotate(second.refresh, 2 * DAYS_MS + 1).kind).toBe('expired');
    expect(sessions.userOf(first.session)).toBe(null);
  });

  it.each(['', 'x', `${'x'.repeat(22)}.${'y'.repeat(43)}`, `.${'y'.repeat(43)}`])(
    'that was made up is unknown: %s',
    (made) => expect(sessions.rotate(made, 0).kind).toBe('unknown'),
  );

  it('is kept as a hash only', () => {
    const { refresh } = nextOf(sessions.open(ANA, 0), 1);
    const rows = JSON.stringify(database.prepare('SELECT * FROM sessions').all());
    expect(rows).not.toContain(refresh.split('.')[1]);
  });
});

it('of one account there are so many; the one that was used the longest ago makes room', () => {
  const first = sessions.open(ANA, 0);
  const second = sessions.open(ANA, 1);
  for (let made = 2; made < MOST_SESSIONS; made += 1) expect(sessions.open(ANA, made).replaces).toBe(false);
  expect(sessions.open(ANA, MOST_SESSIONS).replaces).toBe(true);
  expect(sessions.userOf(first.session)).toBe(null);
  expect(sessions.userOf(second.session)).toBe(ANA);
  expect(numberOf(database, 'SELECT count(*) FROM sessions')).toBe(MOST_SESSIONS);
});

it('what has expired is forgotten, and all others but one end at a wish', () => {
  const [old, one, other] = [sessions.open(ANA, 0), sessions.open(ANA, 5), sessions.open(ANA, 6)];
  sessions.forgetExpired(DAYS_MS + 5);
  expect(sessions.userOf(old.session)).toBe(null);
  sessions.endAllOf(ANA, other.session);
  expect([sessions.userOf(one.session), sessions.userOf(other.session)]).toEqual([null, ANA]);
});

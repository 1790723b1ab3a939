import { expect, it } from 'vitest';
import { contact, person } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import type { Contact } from '../storage/records.ts';
import { contactEntries } from './contact-entries.ts';

const byId = (...contacts: readonly Contact[]) => new Map(contacts.map((each) => [each.peer, each]));
const here = new Map([[userId('ana'), person('ana', 'away')]]);

it('has whom I accepted and blocked, here or away, the blocked last, and no stranger', () => {
  const known = byId(
    contact('zoe', { mine: 'blocked', theirs: false }),
    contact('Émile'),
    contact('ana', { theirs: false }),
    contact('abe', { mine: 'blocked' }),
    contact('cem', { mine: 'none' }),
  );
  expect(contactEntries(known, here)).toEqual([
    { id: userId('ana'), name: 'ana', status: 'away', blocked: false, mutual: false },
    { id: userId('Émile'), name: 'Émile', status: 'offline', blocked: false, mutual: true },
    { id: userId('abe'), name: 'abe', status: 'offline', blocked: true, mutual: false },
    { id: userId('zoe'), name: 'zoe', status: 'offline', blocked: true, mutual: false },
  ]);
});

it('is searched by words of the name, in any order', () => {
  const known = byId(contact('a', { name: 'Ana Maria Costa' }), contact('b', { name: 'Anatol' }));
  const names = (search: string) => contactEntries(known, here, search).map(({ name }) => name);
  expect(names('ANA')).toEqual(['Ana Maria Costa', 'Anatol']);
  expect(names(' costa ana')).toEqual(['Ana Maria Costa']);
  expect(names('bea')).toEqual([]);
});

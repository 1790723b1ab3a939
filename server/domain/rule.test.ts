/** What the tests of all other rules take for granted, since they say it in the same words as the rules. */
import { expect, it } from 'vitest';
import { tabId, userId } from '../../tests/support/records.ts';
import { NOTHING_CHANGES, toTab, toUser } from './rule.ts';

const user = userId('ana');
const tab = tabId('ana1');

it('a notice is for all tabs of a person, for all but one, or for one', () => {
  expect(toUser(user)).toEqual({ kind: 'user', user });
  expect(Object.keys(toUser(user))).toEqual(['kind', 'user']);
  expect(toUser(user, tab)).toEqual({ kind: 'user', user, exceptTab: tab });
  expect(toTab(user, tab)).toEqual({ kind: 'tab', user, tab });
});

it('where nothing changes, nobody is told', () => {
  expect(NOTHING_CHANGES).toEqual({ changes: {}, notices: [], value: undefined });
});

import { describe, expect, it } from 'vitest';
import { readKeyCommand } from './key-command.ts';

describe('earshot key', () => {
  it.each([
    [['create', 'Door bell'], 'bot', { action: 'create', name: 'Door bell', scopes: ['bot'] }],
    [
      ['create', 'All'],
      ' admin , stats,stats',
      { action: 'create', name: 'All', scopes: ['stats', 'admin'] },
    ],
    [['list'], null, { action: 'list' }],
    [['revoke', 'Door bell'], null, { action: 'revoke', name: 'Door bell' }],
  ])('reads %j with scopes %j', (words, scopes, command) => {
    expect(readKeyCommand(words, scopes)).toEqual({ command, problems: [] });
  });

  it.each([
    [[], null, ['key: needs one of create, list, revoke']],
    [['crate', 'X'], 'bot', ['key: "crate" is not expected here (did you mean create?)']],
    [['frobnicate'], null, ['key: "frobnicate" is not expected here (it can be create, list, revoke)']],
    [['create'], 'bot', ['key create: needs a name']],
    [['create', ' '], 'bot', ['key create: needs a name']],
    [['create', 'X'], null, ['key create: needs --scopes with one or more of stats,bot,meet,admin']],
    [['create', 'X'], ',', ['key create: needs --scopes with one or more of stats,bot,meet,admin']],
    [
      ['create', 'X'],
      'bots,root',
      [
        '--scopes: "bots" is not expected here (did you mean bot?)',
        '--scopes: "root" is not expected here (did you mean bot?)',
      ],
    ],
    [['create', 'Door', 'bell'], 'bot', ['key create: a name with spaces has to be in quotes']],
    [['list', 'X'], null, ['key list: takes no name (was "X")']],
    [['revoke'], 'bot', ['key revoke: needs a name', '--scopes: belongs to key create']],
  ])('says what is wrong with %j, scopes %j', (words, scopes, problems) => {
    expect(readKeyCommand(words, scopes)).toEqual({ command: null, problems });
  });
});

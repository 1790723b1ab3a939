import { describe, expect, it } from 'vitest';
import { readAccountCommand, readBackupCommand } from './account-command.ts';
import { ConfigError, loadConfig } from './load.ts';

describe('earshot account', () => {
  it.each([
    [['list'], false, { action: 'list' }],
    [['links'], false, { action: 'links' }],
    [['revoke', '0a1b2c3d4e'], false, { action: 'revoke', id: '0a1b2c3d4e' }],
    [['invite'], false, { action: 'invite', administrator: false }],
    [['invite'], true, { action: 'invite', administrator: true }],
    [['reset', 'Ana'], false, { action: 'reset', name: 'Ana' }],
    [['disable', 'Ana Lind'], false, { action: 'disable', name: 'Ana Lind' }],
    [['enable', 'Ana'], false, { action: 'enable', name: 'Ana' }],
    [['promote', 'Ana'], false, { action: 'promote', name: 'Ana' }],
    [['demote', 'Ana'], false, { action: 'demote', name: 'Ana' }],
  ])('%j is read', (words, administrator, command) =>
    expect(readAccountCommand(words, administrator)).toEqual({ command, problems: [] }),
  );

  it.each([
    [[], false, 'account: needs one of list, invite, links, revoke, reset, disable, enable, promote, demote'],
    [['disabel', 'Ana'], false, 'account: "disabel" is not expected here (did you mean disable?)'],
    [['list', 'Ana'], false, 'account list: takes no name (was "Ana")'],
    [['links', 'Ana'], false, 'account links: takes no name (was "Ana")'],
    [['revoke'], false, 'account revoke: needs the ID of one link (account links shows them)'],
    [['revoke', 'a', 'b'], false, 'account revoke: needs the ID of one link (account links shows them)'],
    [['disable'], false, 'account disable: needs a name'],
    [['disable', 'Ana', 'Lind'], false, 'account disable: a name with spaces has to be in quotes'],
    [['reset', 'Ana'], true, '--administrator: belongs to account invite'],
  ])('%j is a problem', (words, administrator, problem) =>
    expect(readAccountCommand(words, administrator)).toEqual({ command: null, problems: [problem] }),
  );
});

it('earshot backup takes one file', () => {
  expect(readBackupCommand(['a.db']).command).toEqual({ action: 'backup', file: 'a.db' });
  expect(readBackupCommand([]).problems).toEqual(['backup: needs a file to write']);
  expect(readBackupCommand(['a', 'b']).problems).toEqual(['backup: a path with spaces has to be in quotes']);
});

describe('the command line', () => {
  const load = (...argv: string[]) =>
    loadConfig({
      argv,
      env: {},
      cwd: '/work',
      home: '/home/ana',
      platform: 'linux',
      readFile: () => {
        throw Object.assign(new Error('no file'), { code: 'ENOENT' });
      },
    });
  const problemsOf = (...argv: string[]) => {
    try {
      load(...argv);
      return [];
    } catch (error) {
      return error instanceof ConfigError ? error.problems : [error];
    }
  };

  it('leads to the commands', () => {
    expect(load('account', 'invite', '--administrator')).toMatchObject({
      kind: 'account',
      account: { action: 'invite', administrator: true },
    });
    expect(load('backup', 'a.db')).toMatchObject({
      kind: 'account',
      account: { action: 'backup', file: 'a.db' },
    });
    expect(problemsOf('--administrator')).toEqual(['--administrator: belongs to account invite']);
  });

  it('takes a kind of registration only with accounts', () => {
    expect(load('--accounts', '--registration', 'open')).toMatchObject({
      config: { accounts: true, registration: 'open' },
    });
    expect(problemsOf('--registration', 'open')).toEqual(['--registration: needs --accounts too']);
    expect(problemsOf('--no-accounts', '--registration', 'open')).toEqual([
      '--registration: needs --accounts too',
    ]);
    expect(problemsOf('--accounts', '--registration', 'all')).toEqual([
      '--registration: must be one of open, invite, closed (was "all")',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, type ConfigSources, type LoadedConfig } from './load.ts';

const DEFAULTS: LoadedConfig = {
  port: 5443,
  host: '0.0.0.0',
  dataDir: '/home/ana/.local/share/earshot',
  accounts: false,
  registration: 'invite',
  mdns: true,
  logLevel: 'warn',
  hosts: [],
  relay: 'auto',
  relayPort: 3478,
  turnUrl: [],
  graceSeconds: 8,
  requestSeconds: 300,
  cooldownSeconds: 60,
  ringSeconds: 40,
  callGraceSeconds: 45,
  mailboxMessages: 200,
  mailboxTotal: 20_000,
  mailboxHours: 24,
  idleMinutes: 10,
  connections: 5_000,
  connectionsPerAddress: 500,
  connectionsPerSecond: 25,
  packetsPerSecond: 50,
  packetsBurst: 400,
  messagesPerSecond: 10,
  messagesBurst: 200,
  requestsPerMinute: 20,
  callsPerMinute: 6,
  profilesPerMinute: 30,
  searchesPerSecond: 5,
  typingPerSecond: 2,
  meetingsPerMinute: 30,
  wrongPasswords: 10,
};

interface Situation {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Contents by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
}

function sources({ argv = [], env = {}, files = {} }: Situation): ConfigSources {
  return {
    argv,
    env,
    cwd: '/work',
    home: '/home/ana',
    platform: 'linux',
    readFile: (path) => {
      const content = files[path];
      if (content !== undefined) return content;
      throw Object.assign(new Error(`no ${path}`), { code: path.includes('secret') ? 'EACCES' : 'ENOENT' });
    },
  };
}

function configOf(situation: Situation): LoadedConfig {
  const loaded = loadConfig(sources(situation));
  if (loaded.kind !== 'run') throw new Error(`loaded ${loaded.kind}`);
  return loaded.config;
}

function problemsOf(situation: Situation): readonly string[] {
  try {
    loadConfig(sources(situation));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('sources', () => {
  it('has a default for everything', () => {
    expect(configOf({})).toEqual(DEFAULTS);
  });

  it('takes the command line before the environment, that before the file, and that before the defaults', () => {
    const files = { '/etc/e.json': '{ "port": 1, "ringSeconds": 2, "graceSeconds": 3 }' };
    const env = { EARSHOT_CONFIG: '/etc/e.json', EARSHOT_PORT: '4', EARSHOT_RING_SECONDS: '5' };
    expect(configOf({ argv: ['--port', '6'], env, files })).toEqual({
      ...DEFAULTS,
      port: 6,
      ringSeconds: 5,
      graceSeconds: 3,
    });
  });

  it('reads config.json of the data folder where no file is named', () => {
    const files = {
      '/home/ana/.local/share/earshot/config.json': '{ "name": "Usual" }',
      '/work/here/config.json': '{ "name": "Here" }',
    };
    expect(configOf({ files }).name).toBe('Usual');
    expect(configOf({ files, argv: ['--data-dir', 'here'] }).name).toBe('Here');
  });

  it('reads only the named file where one is named, the command line first', () => {
    const files = { '/work/a.json': '{ "name": "A" }', '/work/b.json': '{ "name": "B" }' };
    expect(configOf({ files, argv: ['--config', 'a.json'], env: { EARSHOT_CONFIG: 'b.json' } }).name).toBe(
      'A',
    );
  });

  it('counts an empty variable as not given', () => {
    expect(configOf({ env: { EARSHOT_PORT: '', EARSHOT_CONFIG: '' } })).toEqual(DEFAULTS);
  });

  it('warns of a variable that is no option and runs all the same', () => {
    const env = { EARSHOT_PROT: '1', EARSHOT_CHROMIUM: '/usr/bin/chromium', PORT: '2' };
    expect(loadConfig(sources({ env }))).toEqual({
      kind: 'run',
      config: DEFAULTS,
      warnings: ['EARSHOT_PROT: is not an option (did you mean EARSHOT_PORT?)'],
    });
  });
});

describe('values', () => {
  it.each([
    [{ argv: ['--no-mdns'] }],
    [{ argv: ['--mdns=false'] }],
    [{ argv: ['--mdns', '--no-mdns'] }],
    [{ env: { EARSHOT_MDNS: 'no' } }],
    [{ env: { EARSHOT_MDNS: '0' } }],
    [{ env: { EARSHOT_NO_MDNS: '1' } }],
    [{ argv: ['--config', 'c.json'], files: { '/work/c.json': '{ "mdns": false }' } }],
  ] satisfies [Situation][])('turns a switch off by %j', (situation) => {
    expect(configOf(situation).mdns).toBe(false);
  });

  it('turns on by the command line what the environment turned off', () => {
    expect(configOf({ argv: ['--mdns'], env: { EARSHOT_NO_MDNS: 'true' } }).mdns).toBe(true);
  });

  it('collects a list from commas and from repeated options', () => {
    expect(configOf({ argv: ['--hosts', 'a.lan, b.lan,', '--hosts=c.lan'] }).hosts).toEqual([
      'a.lan',
      'b.lan',
      'c.lan',
    ]);
  });

  it('makes paths absolute: from where it was started, or from the folder of the file that names them', () => {
    const files = {
      '/etc/earshot/e.json': '{ "cert": "tls/cert.pem", "dataDir": "/srv/earshot", "landing": "rules.md" }',
    };
    const { cert, key, dataDir, landing } = configOf({
      argv: ['--config=/etc/earshot/e.json', '--key', 'key.pem'],
      files,
    });
    expect({ cert, key, dataDir, landing }).toEqual({
      landing: '/etc/earshot/rules.md',
      cert: '/etc/earshot/tls/cert.pem',
      key: '/work/key.pem',
      dataDir: '/srv/earshot',
    });
  });

  it('takes a passcode of 4 to 100 characters without the spaces around it', () => {
    expect(configOf({}).passcode).toBeUndefined();
    expect(configOf({ env: { EARSHOT_PASSCODE: ' four cups ' } }).passcode).toBe('four cups');
    expect(configOf({ argv: ['--passcode', '0042'] }).passcode).toBe('0042');
    expect(configOf({ argv: ['--passcode', '🫖'.repeat(100)] }).passcode).toBe('🫖'.repeat(100));
  });

  it('hands out nothing that can be changed', () => {
    const config = configOf({ argv: ['--hosts', 'a.lan'] });
    expect([Object.isFrozen(config), Object.isFrozen(config.hosts)]).toEqual([true, true]);
  });

  it('accepts a value that begins with dashes after an equals sign', () => {
    expect(configOf({ argv: ['--name=--Ana--'] }).name).toBe('--Ana--');
  });
});

describe('problems', () => {
  it('tells all of them at once, each by the name it was given under', () => {
    const files = { '/work/c.json': '{ "ringSeconds": "long", "rinSeconds": 4, "hosts": "a" }' };
    const argv = [
      '--port',
      '99999',
      '--cert',
      'a.pem',
      '--lgo-level',
      'debug',
      'extra',
      '--config',
      'c.json',
    ];
    expect(problemsOf({ argv, files, env: { EARSHOT_IDLE_MINUTES: '1.5' } })).toEqual([
      '--lgo-level: is not an option (did you mean --log-level?)',
      '"extra": is not expected here (see --help)',
      'rinSeconds in /work/c.json: is not an option (did you mean ringSeconds?)',
      '--port: must be from 0 to 65535 (was "99999")',
      'hosts in /work/c.json: must be a list (was "a")',
      'ringSeconds in /work/c.json: must be a number (was "long")',
      'EARSHOT_IDLE_MINUTES: must be a whole number (was "1.5")',
      '--cert: needs --key too',
    ]);
  });

  it.each([
    [['--key', 'k.pem'], '--key: needs --cert too'],
    [['--turn-url', 'turn:turn.lan'], '--turn-url: needs --turn-secret too'],
    [['--turn-secret', 'north'], '--turn-secret: needs --turn-url too'],
    [
      ['--turn-url', 'turn.lan', '--turn-secret', 'north'],
      '--turn-url: must look like turn:HOST:PORT?transport=udp (was ["turn.lan"])',
    ],
    [['--port'], '--port: needs a value'],
    [['--name', '--no-mdns'], '--name: needs a value (what follows is --no-mdns)'],
    [['--no-mdns=1'], '--no-mdns: takes no value (was "1")'],
    [['--mdns=maybe'], '--mdns: must be true or false (was "maybe")'],
    [['--port', '-1'], '--port: must be from 0 to 65535 (was "-1")'],
    [['--port', '0x50'], '--port: must be a number (was "0x50")'],
    [['--host='], '--host: must not be empty (was "")'],
    [['--wholly-unknown'], '--wholly-unknown: is not an option (see --help)'],
    [['-p', '80'], '-p: is not an option (see --help)'],
    [['--log-level', 'loud'], '--log-level: must be one of debug, info, warn, error, silent (was "loud")'],
    [['--config', 'none.json'], '--config: there is no such file (was "/work/none.json")'],
    [['--config', '/secret.json'], '--config: cannot be read (EACCES) (was "/secret.json")'],
  ])('says of %j: %s', (argv, problem) => {
    expect(problemsOf({ argv })).toEqual([problem]);
  });

  it.each([
    ['{ "port": }', /^\/work\/c\.json: is not JSON \(.+\)$/],
    ['[]', /^\/work\/c\.json: must be one JSON object of options$/],
  ])('says of a file that holds %s what is wrong with it', (content, problem) => {
    const problems = problemsOf({ argv: ['--config', 'c.json'], files: { '/work/c.json': content } });
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['abc', 'is too short: give it at least 4 characters'],
    ['  abc  ', 'is too short: give it at least 4 characters'],
    ['', 'is too short: give it at least 4 characters'],
    ['🫖🫖🫖', 'is too short: give it at least 4 characters'],
    ['abc'.repeat(34), 'is too long: give it at most 100 characters'],
  ])('says what is wrong with the passcode "%s" without repeating it', (passcode, problem) => {
    expect(problemsOf({ argv: [`--passcode=${passcode}`] })).toEqual([`--passcode: ${problem}`]);
  });

  it('repeats no secret, wherever it was given', () => {
    expect(problemsOf({ env: { EARSHOT_PASSCODE: 'abc' } })).toEqual([
      'EARSHOT_PASSCODE: is too short: give it at least 4 characters',
    ]);
    const files = { '/work/c.json': '{ "passcode": 1234 }' };
    expect(problemsOf({ argv: ['--config', 'c.json'], files })).toEqual([
      'passcode in /work/c.json: must be text, in quotes',
    ]);
    expect(problemsOf({ argv: ['--passcode', '--abc'] })).toEqual([
      '--passcode: needs a value (one that begins with dashes follows an equals sign)',
    ]);
    const secret = 'north'.repeat(50);
    expect(problemsOf({ argv: ['--turn-url', 'turn:turn.lan', '--turn-secret', secret] })).toEqual([
      '--turn-secret: must be at most 200 characters',
    ]);
  });

  it('does not blame a value that a better source replaces', () => {
    expect(configOf({ argv: ['--port', '1'], env: { EARSHOT_PORT: 'many' } }).port).toBe(1);
  });
});

describe('commands', () => {
  it('are the first word, with the options that they need', () => {
    expect(loadConfig(sources({ argv: ['rotate-ca', '--data-dir', '/keys'] }))).toMatchObject({
      kind: 'rotate-ca',
      config: { dataDir: '/keys' },
    });
  });

  it('are named where a word is nearly one', () => {
    expect(problemsOf({ argv: ['rotate-cs'] })).toEqual([
      '"rotate-cs": is not expected here (did you mean rotate-ca?)',
    ]);
  });
});

describe('help and version', () => {
  it.each([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['--port', 'wrong', '--help'], 'help'],
    [['--version'], 'version'],
    [['-v'], 'version'],
    [['--version', '--help'], 'help'],
  ])('answers %j with %s, whatever else is wrong', (argv, kind) => {
    expect(loadConfig(sources({ argv }))).toEqual({ kind });
  });
});

/**
 * The configuration from everything that may state it: command line, then environment, then file, then defaults. Touches
 * nothing: what it reads is handed in, and what is wrong is thrown as one list.
 */
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import {
  readAccountCommand,
  readBackupCommand,
  type AccountCommand,
  type ReadAccountCommand,
} from './account-command.ts';
import { readArguments, type ReadArguments } from './arguments.ts';
import { readConfigFile, type ReadConfigFile } from './config-file.ts';
import { defaultDataFolder, type DataFolderSources } from './data-folder.ts';
import { readEnvironment } from './environment.ts';
import { readKeyCommand, type KeyCommand, type ReadKeyCommand } from './key-command.ts';
import { flagOf, type Given, type GivenOptions } from './options.ts';
import { configSchema, SECRETS, type Config, type OptionName } from './schema.ts';

export interface ConfigSources extends DataFolderSources {
  /** Without the program's name. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** @throws an error with the code `ENOENT` where there is no such file */
  readonly readFile: (path: string) => string;
}

/** Paths are absolute, and the data folder is known. */
export type LoadedConfig = Config & { readonly dataDir: string };

export type Loaded =
  | {
      readonly kind: 'run' | 'rotate-ca';
      readonly config: LoadedConfig;
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'key';
      readonly key: KeyCommand;
      readonly config: LoadedConfig;
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'account';
      readonly account: AccountCommand;
      readonly config: LoadedConfig;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One line each, led by the option as it was written. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const PATHS = ['dataDir', 'cert', 'key', 'landing'] as const satisfies readonly OptionName[];

/** @throws ConfigError with every problem there is, not only the first */
export function loadConfig(sources: ConfigSources): Loaded {
  const { argv, env, cwd } = sources;
  const args = readArguments(argv, cwd);
  if (args.help) return { kind: 'help' };
  if (args.version) return { kind: 'version' };
  const environment = readEnvironment(env, cwd);
  const dataFolder = absolute(args.given.get('dataDir') ?? environment.given.get('dataDir') ?? null);
  const file = configFile(
    sources,
    args.config ?? environment.config,
    dataFolder ?? defaultDataFolder(sources),
  );

  const given: GivenOptions = new Map([...file.given, ...environment.given, ...args.given]);
  const parsed = v.safeParse(
    configSchema,
    Object.fromEntries([...given].map(([name, { value }]) => [name, value])),
  );
  const key = readKey(args);
  const account = readAccount(args);
  const problems = [
    ...args.problems,
    ...key.problems,
    ...account.problems,
    ...file.problems,
    ...(parsed.issues ?? []).map((issue) => describeIssue(issue, given)),
    ...loneHalf(given, 'cert', 'key'),
    ...loneHalf(given, 'key', 'cert'),
    ...loneHalf(given, 'turnUrl', 'turnSecret'),
    ...loneHalf(given, 'turnSecret', 'turnUrl'),
    ...withoutAccounts(given),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const paths = PATHS.flatMap((name) => {
    const path = absolute(given.get(name) ?? null);
    return path === null ? [] : [[name, path] as const];
  });
  const config = { ...parsed.output, dataDir: defaultDataFolder(sources), ...Object.fromEntries(paths) };
  Object.freeze(config.hosts);
  Object.freeze(config.turnUrl);
  const loaded = { config: Object.freeze(config), warnings: environment.warnings };
  if (key.command !== null) return { kind: 'key', key: key.command, ...loaded };
  if (account.command !== null) return { kind: 'account', account: account.command, ...loaded };
  return { kind: args.command === 'rotate-ca' ? args.command : 'run', ...loaded };
}

function readKey({ command, words, scopes }: ReadArguments): ReadKeyCommand {
  if (command === 'key') return readKeyCommand(words, scopes);
  return { command: null, problems: scopes === null ? [] : ['--scopes: belongs to key create'] };
}

function readAccount({ command, words, administrator }: ReadArguments): ReadAccountCommand {
  if (command === 'account') return readAccountCommand(words, administrator);
  if (administrator) return { command: null, problems: ['--administrator: belongs to account invite'] };
  return command === 'backup' ? readBackupCommand(words) : { command: null, problems: [] };
}

function configFile({ readFile }: ConfigSources, named: Given | null, dataFolder: string): ReadConfigFile {
  const path = absolute(named) ?? join(dataFolder, 'config.json');
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Nobody asked for the file in the data folder, so its absence is nothing to mention.
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    if (named === null && missing) return { given: new Map(), problems: [] };
    const why = missing ? 'there is no such file' : `cannot be read (${code})`;
    return {
      given: new Map(),
      problems: [`${named?.label ?? 'configuration'}: ${why} (was ${JSON.stringify(path)})`],
    };
  }
  return readConfigFile(path, content);
}

const absolute = (given: Given | null) =>
  typeof given?.value === 'string' && given.value !== '' ? resolve(given.folder, given.value) : null;

function describeIssue(issue: v.BaseIssue<unknown>, given: GivenOptions): string {
  const name = issue.path?.[0]?.key as OptionName;
  const option = given.get(name);
  const was = SECRETS.includes(name) ? '' : ` (was ${shown(option?.value)})`;
  return `${option?.label ?? 'configuration'}: ${issue.message}${was}`;
}

function loneHalf(given: GivenOptions, half: OptionName, other: OptionName): string[] {
  const found = given.get(half);
  return found === undefined || given.has(other) ? [] : [`${found.label}: needs --${flagOf(other)} too`];
}

function withoutAccounts(given: GivenOptions): string[] {
  const registration = given.get('registration');
  if (registration === undefined || given.get('accounts')?.value === true) return [];
  return [`${registration.label}: needs --accounts too`];
}

function shown(value: unknown): string {
  const text = JSON.stringify(typeof value === 'number' ? String(value) : value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

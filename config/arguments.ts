/** The command line as options. Reads words; whether a value is allowed is the schema's business. */
import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { OPTIONS, valueFromText, type Given, type GivenOptions, type Option } from './options.ts';
import { SECRETS, type OptionName } from './schema.ts';

/** What the program does where it does not start the server. */
export const COMMANDS = ['rotate-ca', 'key', 'account', 'backup'] as const;
export type Command = (typeof COMMANDS)[number];

export interface ReadArguments {
  readonly command: Command | null;
  /** What follows the command, for one that takes words. */
  readonly words: readonly string[];
  /** Of `--scopes`, which belongs to one command and is no option of the server; null where it was not given. */
  readonly scopes: string | null;
  /** `--administrator`, which belongs to one command too. */
  readonly administrator: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly config: Given | null;
  readonly given: GivenOptions;
  readonly problems: readonly string[];
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

const booleans = OPTIONS.filter(({ kind }) => kind === 'boolean');
const KNOWN = {
  config: { type: 'string' },
  scopes: { type: 'string' },
  administrator: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  ...Object.fromEntries(booleans.map(({ flag }) => [`no-${flag}`, { type: 'boolean' as const }])),
  ...Object.fromEntries(
    OPTIONS.map(({ flag, kind }) => [flag, { type: kind === 'boolean' ? 'boolean' : 'string' } as const]),
  ),
} as const;
const isKnown = (name: string): name is keyof typeof KNOWN => Object.hasOwn(KNOWN, name);
const isUnknown = (token: Token | undefined) =>
  token?.kind === 'option' && !isKnown(token.name) && token.inlineValue !== true;
const BY_FLAG = new Map(OPTIONS.map((option) => [option.flag, option]));

export function readArguments(argv: readonly string[], folder: string): ReadArguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: KNOWN,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<OptionName, Given>();
  const problems: string[] = [];
  const words: string[] = [];
  let command: Command | null = null;
  let scopes: string | null = null;
  let administrator = false;
  let config: Given | null = null;
  let help = false;
  let version = false;
  for (const [index, token] of tokens.entries()) {
    // What follows an unknown option was meant as its value, and one problem is enough.
    if (token.kind === 'positional' && index === 0) {
      const meant = COMMANDS.find((known) => known === token.value);
      if (meant === undefined) problems.push(unknownCommand(token.value));
      else command = meant;
    } else if (token.kind === 'positional' && command !== null && command !== 'rotate-ca') {
      words.push(token.value);
    } else if (token.kind === 'positional' && !isUnknown(tokens[index - 1])) {
      problems.push(`${quoted(token.value)}: is not expected here (see --help)`);
    }
    if (token.kind !== 'option') continue;
    const problem = problemOf(token);
    const option = BY_FLAG.get(token.name);
    const label = token.rawName;
    if (problem !== null) problems.push(problem);
    else if (token.name === 'help') help = true;
    else if (token.name === 'version') version = true;
    else if (token.name === 'scopes') scopes = token.value ?? null;
    else if (token.name === 'administrator') administrator = true;
    else if (token.name === 'config') config = { value: token.value, label, folder };
    else if (option !== undefined)
      given.set(option.name, { value: valueOf(option, token, given), label, folder });
    else given.set(negated(token.name).name, { value: false, label, folder });
  }
  return { command, words, scopes, administrator, help, version, config, given, problems };
}

function unknownCommand(word: string): string {
  const meant = nearest(word, COMMANDS);
  return `${quoted(word)}: is not expected here (${meant === null ? 'see --help' : `did you mean ${meant}?`})`;
}

function problemOf({ name, rawName, value, inlineValue }: OptionToken): string | null {
  if (!isKnown(name)) {
    const meant = nearest(
      rawName,
      Object.keys(KNOWN).map((known) => `--${known}`),
    );
    return `${rawName}: is not an option (${meant === null ? 'see --help' : `did you mean ${meant}?`})`;
  }
  const { type } = KNOWN[name];
  if (type === 'boolean') {
    const takesValue = BY_FLAG.has(name);
    return inlineValue === true && !takesValue
      ? `${rawName}: takes no value (was ${quoted(value ?? '')})`
      : null;
  }
  if (value === undefined) return `${rawName}: needs a value`;
  // What looks like the next option was meant as that; a value may still begin with dashes after an equals sign.
  if (inlineValue === false && value.startsWith('--'))
    return SECRETS.includes(BY_FLAG.get(name)?.name ?? '')
      ? `${rawName}: needs a value (one that begins with dashes follows an equals sign)`
      : `${rawName}: needs a value (what follows is ${value})`;
  return null;
}

function valueOf(option: Option, { value }: OptionToken, given: GivenOptions): unknown {
  if (value === undefined) return true;
  const read = valueFromText(option.kind, value);
  if (option.kind !== 'list' || !Array.isArray(read)) return read;
  const earlier = given.get(option.name)?.value;
  return Array.isArray(earlier) ? [...(earlier as unknown[]), ...(read as unknown[])] : read;
}

function negated(flag: string): Option {
  const option = booleans.find((candidate) => `no-${candidate.flag}` === flag);
  if (option === undefined) throw new Error(`--${flag} is known but belongs to no option`);
  return option;
}

const quoted = (text: string) => JSON.stringify(text);

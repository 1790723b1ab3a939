/** The options as the schema has them, each with the names it goes by. Arguments, environment, help and documentation read this list. */
import * as v from 'valibot';
import { REGISTRATIONS } from '../protocol/accounts.ts';
import { configSchema, LOG_LEVELS, RELAY_MODES, type OptionName } from './schema.ts';

export type OptionKind = 'text' | 'number' | 'boolean' | 'list';

export interface Option {
  /** As the configuration file and the code call it. */
  readonly name: OptionName;
  /** As the command line calls it, without its dashes. */
  readonly flag: string;
  /** As the environment calls it. */
  readonly variable: string;
  readonly kind: OptionKind;
  /** What stands for the value in help and documentation; empty where there is none to give. */
  readonly placeholder: string;
  readonly meaning: string;
  /** Undefined where an option has no default of its own. */
  readonly default: string | number | boolean | readonly string[] | undefined;
}

const KINDS: Readonly<Record<string, OptionKind>> = {
  string: 'text',
  picklist: 'text',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
};

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  dataDir: 'FOLDER',
  cert: 'FILE',
  key: 'FILE',
  landing: 'FILE',
  coffee: 'HH:MM',
  logLevel: LOG_LEVELS.join('|'),
  relay: RELAY_MODES.join('|'),
  registration: REGISTRATIONS.join('|'),
};

export const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const variableOf = (flag: string) => `EARSHOT_${flag.replaceAll('-', '_').toUpperCase()}`;

export const OPTIONS: readonly Option[] = Object.entries(configSchema.entries).map(([name, entry]) => {
  const { wrapped } = entry;
  const kind = KINDS[wrapped.type];
  if (kind === undefined)
    throw new Error(`config/options.ts cannot read a ${wrapped.type} from text (${name})`);
  const flag = flagOf(name);
  return {
    // Object.entries forgets that the keys are the schema's own.
    name: name as OptionName,
    flag,
    variable: variableOf(flag),
    kind,
    placeholder:
      PLACEHOLDERS[name] ?? { text: 'TEXT', number: 'NUMBER', list: 'TEXT,TEXT', boolean: '' }[kind],
    meaning: v.getDescription(entry) ?? '',
    default: v.getDefault(entry),
  };
});

/** One value that somebody gave, with the words to point at it by. */
export interface Given {
  readonly value: unknown;
  /** The option as that person wrote it. */
  readonly label: string;
  /** The folder that a relative path starts from. */
  readonly folder: string;
}
export type GivenOptions = ReadonlyMap<OptionName, Given>;

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  1: true,
  false: false,
  no: false,
  0: false,
};

/** Text as the option's type. What does not read as that type stays text, and the schema says so. */
export function valueFromText(kind: OptionKind, text: string): unknown {
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (kind === 'boolean') return WORDS[text.trim().toLowerCase()] ?? text;
  if (kind === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return text;
}

/** The `EARSHOT_*` variables as options. An empty one counts as not given, which is how most service managers unset one. */
import { nearest } from './nearest.ts';
import { OPTIONS, valueFromText, type Given, type GivenOptions } from './options.ts';
import type { OptionName } from './schema.ts';

export interface ReadEnvironment {
  readonly config: Given | null;
  readonly given: GivenOptions;
  /** Variables that look as if they were meant for Earshot and are not known. They stop nothing. */
  readonly warnings: readonly string[];
}

const CONFIG = 'EARSHOT_CONFIG';
/** Read by the tests, not by the server. */
const FOR_TESTS = ['EARSHOT_CHROMIUM', 'EARSHOT_FIREFOX', 'EARSHOT_SHOTS'];

export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): ReadEnvironment {
  const given = new Map<OptionName, Given>();
  const known = new Set([CONFIG, ...FOR_TESTS]);
  const read = (variable: string) => {
    known.add(variable);
    const text = env[variable];
    return text === undefined || text === '' ? null : text;
  };
  for (const { name, variable, kind } of OPTIONS) {
    const text = read(variable);
    if (text !== null) given.set(name, { value: valueFromText(kind, text), label: variable, folder });
    if (kind !== 'boolean') continue;
    const negation = variable.replace('EARSHOT_', 'EARSHOT_NO_');
    const denied = read(negation);
    if (denied === null || text !== null) continue;
    const value = valueFromText(kind, denied);
    given.set(name, { value: typeof value === 'boolean' ? !value : value, label: negation, folder });
  }
  const config = read(CONFIG);
  return {
    config: config === null ? null : { value: config, label: CONFIG, folder },
    given,
    warnings: Object.keys(env)
      .filter((variable) => variable.startsWith('EARSHOT_') && !known.has(variable))
      .map((variable) => {
        const meant = nearest(variable, [...known]);
        return `${variable}: is not an option${meant === null ? '' : ` (did you mean ${meant}?)`}`;
      }),
  };
}

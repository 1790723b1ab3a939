/** The configuration file: one JSON object whose keys are the options' names. */
import { dirname } from 'node:path';
import { nearest } from './nearest.ts';
import { OPTIONS, type Given, type GivenOptions } from './options.ts';
import type { OptionName } from './schema.ts';

export interface ReadConfigFile {
  readonly given: GivenOptions;
  readonly problems: readonly string[];
}

const NAMES: readonly string[] = OPTIONS.map(({ name }) => name);
const isOptionName = (key: string): key is OptionName => NAMES.includes(key);

/** @param path absolute; relative paths in the file start from its folder */
export function readConfigFile(path: string, content: string): ReadConfigFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    return {
      given: new Map(),
      problems: [`${path}: is not JSON (${error instanceof Error ? error.message : ''})`],
    };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { given: new Map(), problems: [`${path}: must be one JSON object of options`] };
  }
  const given = new Map<OptionName, Given>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(parsed)) {
    const label = `${key} in ${path}`;
    if (isOptionName(key)) given.set(key, { value, label, folder: dirname(path) });
    else {
      const meant = nearest(key, NAMES);
      problems.push(`${label}: is not an option${meant === null ? '' : ` (did you mean ${meant}?)`}`);
    }
  }
  return { given, problems };
}

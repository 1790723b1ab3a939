/** `earshot key`: makes, lists and takes back the keys of scripts and bots. */
import type { KeyCommand } from '../../config/key-command.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { AppError } from '../../protocol/errors.ts';
import { cleanName } from '../domain/names.ts';
import { StartError } from '../start-error.ts';
import { ApiKeys } from './api-keys.ts';

interface KeyOptions {
  readonly config: Pick<LoadedConfig, 'dataDir'>;
  readonly command: KeyCommand;
  readonly now: () => number;
  readonly print: (text: string) => void;
}

/** @throws StartError where there is no such key, or one of that name already, or the disk does not take it */
export async function runKeyCommand({ config, command, now, print }: KeyOptions): Promise<void> {
  const keys = new ApiKeys(config.dataDir);
  if (command.action === 'list') return printKeys(keys, print);
  if (command.action === 'revoke') {
    if (!(await usable(config.dataDir, keys.revoke(command.name))))
      throw new StartError(`key revoke: there is no key named ${JSON.stringify(command.name)}.`);
    return print('The key was taken back. It is of no use any more, also in a server that runs.');
  }
  const name = nameOf(command.name);
  const key = await usable(config.dataDir, keys.create({ name, scopes: command.scopes, madeAt: now() }));
  if (key === null)
    throw new StartError(
      `key create: there is a key named ${JSON.stringify(name)}; revoke it first, or choose another name.`,
    );
  print(`A key for ${JSON.stringify(name)}, good for ${command.scopes.join(', ')}:`);
  print('');
  print(`  ${key}`);
  print('');
  print('Keep it like a password. It is not shown again, and only a hash of it is stored.');
  print('What it can do is in docs/api.md, and at /api/docs of the server.');
}

async function printKeys(keys: ApiKeys, print: (text: string) => void): Promise<void> {
  const all = await keys.list();
  if (all.length === 0) return print('There are no keys.');
  for (const { name, scopes, madeAt } of all)
    print(`${new Date(madeAt).toISOString().slice(0, 10)}  ${scopes.join(',').padEnd(15)}  ${name}`);
}

/** As a person's, since a bot is shown under it. */
function nameOf(raw: string): string {
  try {
    return cleanName(raw);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const why = error.detail === 'long' ? 'is too long' : 'has nothing that can be shown';
    throw new StartError(`key create: the name ${why}.`, { cause: error });
  }
}

async function usable<T>(folder: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const sentence = `The folder ${folder} cannot be used for keys (${String(error.code)}); choose another with --data-dir.`;
    throw new StartError(sentence, { cause: error });
  }
}

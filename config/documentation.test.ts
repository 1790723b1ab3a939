/** docs/configuration.md and `--help` against the schema, in both directions. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultText, helpText } from './help.ts';
import { OPTIONS } from './options.ts';

const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');

/** The rows of the table whose first heading is given, without the backquotes round names. */
function rowsOfTable(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const rest = lines.slice(start + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '').replaceAll('\\|', '|')),
  );
}

it('documents every option as the schema has it, and no other', () => {
  const expected = OPTIONS.map((option) => [
    option.name,
    option.default === true ? `--no-${option.flag}` : `--${option.flag} ${option.placeholder}`.trim(),
    option.variable,
    defaultText(option),
    option.meaning,
  ]);
  expect(rowsOfTable('Option')).toEqual(expected);
});

it('names every option, its variable, default and meaning in --help', () => {
  const help = helpText();
  const missing = OPTIONS.flatMap((option) => {
    const flag =
      option.default === true ? `--no-${option.flag}` : `--${option.flag} ${option.placeholder}`.trim();
    const stated = defaultText(option);
    const variable = stated === '' ? option.variable : `${option.variable}, default ${stated}`;
    // A switch that is on by default is explained by what turning it off leaves undone.
    const meaning = option.meaning.slice(1);
    return [`  ${flag}`, ` ${variable}\n`, meaning].filter((words) => !help.includes(words));
  });
  expect(missing).toEqual([]);
});

it('gives every option a meaning of one sentence', () => {
  expect(
    OPTIONS.filter(({ meaning }) => !/^[A-Z][^.]*(\.[^ ][^.]*)*\.$/.test(meaning)).map(({ name }) => name),
  ).toEqual([]);
});

/** Keeps the tables of docs/api.md and the code equal. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { API_SCOPES, HTTP_ERROR_CODES } from '../protocol/api.ts';
import { statusOf } from '../server/api/api-error.ts';

const document = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, as lists of cells without backquotes. */
function table(heading: string): string[][] {
  const section = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

it('every scope is documented, and no other', () => {
  expect(table('Keys').map(([scope]) => scope)).toEqual([...API_SCOPES]);
});

it('every code that only HTTP has is documented with its status, and no other', () => {
  expect(table('Refusals').map(([code, status]) => [code, Number(status)])).toEqual(
    HTTP_ERROR_CODES.map((code) => [code, statusOf(code)]),
  );
});

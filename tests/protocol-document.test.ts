/** Keeps docs/protocol.md and protocol/ equal, in both directions. Types are read by the compiler, since nothing of them is left at run time. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { END_REASONS } from '../protocol/calls.ts';
import { LINK_ENDS } from '../protocol/device-link.ts';
import { ERROR_CODES } from '../protocol/errors.ts';
import { LIMITS } from '../protocol/limits.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const document = readFileSync(pathOf('../docs/protocol.md'), 'utf8');

const words = (cell: string) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, word]) => word ?? '');

/** The rows of the table under a heading, as lists of cells. */
function table(heading: string): string[][] {
  const section = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split('|').slice(1, -1));
}

/** Member names of each entry of an interface in events.ts, optional ones with a question mark. */
function membersOf(interfaceName: string, pick: (type: ts.Type, checker: ts.TypeChecker) => ts.Type) {
  const path = pathOf('../protocol/events.ts');
  const program = ts.createProgram([path], {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const symbol = file && checker.getSymbolAtLocation(file);
  const declared = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === interfaceName);
  if (declared === undefined) throw new Error(`no ${interfaceName} in events.ts`);
  const entries = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declared));
  return entries.map((entry) => {
    const members = checker.getPropertiesOfType(pick(checker.getTypeOfSymbol(entry), checker));
    const optional = (member: ts.Symbol) => ((member.flags & ts.SymbolFlags.Optional) === 0 ? '' : '?');
    return { name: entry.name, members: members.map((member) => member.name + optional(member)).sort() };
  });
}

function memberNamed(name: string) {
  return (type: ts.Type, checker: ts.TypeChecker): ts.Type => {
    const member = type.getProperty(name);
    if (member === undefined) throw new Error(`no ${name}`);
    return checker.getTypeOfSymbol(member);
  };
}

const documented = (heading: string, column: number) =>
  table(heading).map((row) => ({ name: words(row[0] ?? '')[0], members: words(row[column] ?? '').sort() }));

it('every request and its payload is documented, and no other', () => {
  expect(documented('Requests', 1)).toEqual(membersOf('Requests', memberNamed('payload')));
});

it('every reply is documented', () => {
  expect(documented('Requests', 2)).toEqual(membersOf('Requests', memberNamed('reply')));
});

it('every notice and its payload is documented, and no other', () => {
  expect(documented('Notices', 1)).toEqual(membersOf('Notices', (type) => type));
});

it('every error code is documented, and no other', () => {
  expect(table('Errors').flatMap((row) => words(row[0] ?? ''))).toEqual([...ERROR_CODES]);
});

it('errors named with requests exist', () => {
  const named = new Set(table('Requests').flatMap((row) => words(row[3] ?? '')));
  expect([...named].filter((code) => !ERROR_CODES.some((known) => known === code))).toEqual([]);
});

it('every end of a call is documented, in order', () => {
  const line = document.split('\n').find((each) => each.startsWith('Ends: '));
  expect(words(line ?? '')).toEqual([...END_REASONS]);
});

it('every end of a device link is documented, in order', () => {
  const line = document.split('\n').find((each) => each.startsWith('Reasons: '));
  expect(words(line ?? '')).toEqual([...LINK_ENDS]);
});

it('every limit is documented with its figure, and no other', () => {
  const figures = table('Limits').map(([name = '', figure = '']) => [words(name)[0], Number(figure)]);
  expect(Object.fromEntries(figures)).toEqual(LIMITS);
});

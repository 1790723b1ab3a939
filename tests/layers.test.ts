/** Imports point one way (docs/architecture.md), types included; files stay small; cited rules exist. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isTest, readSources, type SourceFile } from './support/source-files.ts';

const LARGEST_SOURCE_LINES = 300;

/** Which folders each top-level folder may import from, besides itself. */
const TOP_LEVEL: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  config: ['protocol'],
  server: ['protocol', 'config'],
  client: ['protocol'],
  'api-client': ['protocol'],
  examples: [],
  scripts: [],
  tests: ['protocol', 'config', 'server', 'client', 'api-client', 'scripts'],
  bench: ['protocol', 'config', 'server', 'client', 'scripts', 'tests'],
};

/** Packages a folder may import; a folder that is not named here may import any. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  protocol: /^valibot$/,
  config: /^(valibot|node:path|node:util)$/,
  'server/domain': /^$/,
  'client/base': /^$/,
  client: /^(?!node:)/,
  'api-client': /^node:/,
  examples: /^(node:|earshot\/client$)/,
  'client/components': /^(?!node:|socket\.io|idb)/,
};

/** A folder imports from itself and from lines above its own; never from its own line's other folders. */
const SERVER: readonly (readonly string[])[] = [
  // Loose files of server/ that any folder may use: the clock, the log, atomic writing.
  ['server'],
  ['server/domain'],
  ['server/state'],
  ['server/transport', 'server/discovery', 'server/tls', 'server/relay'],
  // Programs come to the realtime half through the door that it has for them.
  // So do accounts, through theirs.
  ['server/api', 'server/accounts'],
  // What only the composition needs of more than one folder.
  ['server/own-hosts.ts', 'server/first-account.ts'],
  ['server/app.ts'],
  ['server/announcer.ts'],
  ['server/main.ts'],
];
const CLIENT: readonly (readonly string[])[] = [
  ['client/base'],
  ['client/connection', 'client/storage', 'client/text'],
  ['client/stores'],
  ['client/media'],
  ['client/calls'],
  ['client/device-link', 'client/connection-check'],
  ['client/controllers'],
  ['client/components'],
  // services.ts puts the parts together and main.ts starts them.
  ['client'],
];

const sources = readSources();
const topLevelOf = (path: string) => path.slice(0, path.indexOf('/'));
const isOurs = (path: string) => path.includes('/') && topLevelOf(path) in TOP_LEVEL;

/** The line and the entry that a file belongs to: the longest one that names it or holds it. */
function placeOf(path: string, order: readonly (readonly string[])[]) {
  const places = order.flatMap((line, rank) => line.map((name) => ({ name, rank })));
  return places
    .filter(({ name }) => path === name || path.startsWith(`${name}/`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** Each import that the rule forbids, as `from -> to`. */
function forbidden(files: readonly SourceFile[], rule: (from: string, to: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((to) => !rule(path, to)).map((to) => `${path} -> ${to}`),
  );
}

describe('imports', () => {
  it('stay within what each top-level folder may know', () => {
    const rule = (from: string, to: string) => {
      if (!isOurs(to)) return true;
      const [own, other] = [topLevelOf(from), topLevelOf(to)];
      return own === other || (TOP_LEVEL[own] ?? []).includes(other) || (isTest(from) && other === 'tests');
    };
    expect(forbidden(sources, rule)).toEqual([]);
  });

  it('of our own files name a file that is there', () => {
    const rule = (_from: string, to: string) =>
      !isOurs(to) || existsSync(new URL(`../${to}`, import.meta.url));
    expect(forbidden(sources, rule)).toEqual([]);
  });

  it('bring in only the packages that a folder may know', () => {
    const rule = (from: string, to: string) =>
      isOurs(to) ||
      Object.entries(PACKAGES).every(
        ([folder, allowed]) => !from.startsWith(`${folder}/`) || allowed.test(to),
      );
    expect(
      forbidden(
        sources.filter(({ path }) => !isTest(path)),
        rule,
      ),
    ).toEqual([]);
  });

  it.each([
    ['server', SERVER],
    ['client', CLIENT],
  ])('inside %s point one way', (folder, order) => {
    const rule = (from: string, to: string) => {
      if (topLevelOf(to) !== folder) return true;
      const [own, other] = [placeOf(from, order), placeOf(to, order)];
      if (own === undefined || other === undefined) return false;
      return own.name === other.name || other.rank < own.rank;
    };
    const files = sources.filter(({ path }) => topLevelOf(path) === folder && !isTest(path));
    expect(forbidden(files, rule)).toEqual([]);
  });

  it('of the leaf widgets reach no service', () => {
    const services = /^client\/(connection|storage|media|calls|controllers)\//;
    const widgets = sources.filter(({ path }) => path.startsWith('client/components/ui/') && !isTest(path));
    expect(forbidden(widgets, (_from, to) => !services.test(to))).toEqual([]);
  });
});

it('elements hold no peer connection, socket or database of their own', () => {
  const reaching = sources.filter(
    ({ path, text }) =>
      path.startsWith('client/components/') &&
      !isTest(path) &&
      /\b(RTCPeerConnection|indexedDB|WebSocket)\b/.test(text),
  );
  expect(reaching.map(({ path }) => path)).toEqual([]);
});

it(`no source file is over ${LARGEST_SOURCE_LINES} lines`, () => {
  const long = sources
    .filter(({ path }) => !isTest(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LARGEST_SOURCE_LINES);
  expect(long).toEqual([]);
});

it('every rule that a test cites is in docs/protocol.md', () => {
  const rules: readonly string[] =
    readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8').match(/[A-Z]{2,}-\d+/g) ?? [];
  const unknown = sources
    .filter(({ path }) => isTest(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\[([A-Z]{2,}-\d+)\]/g)].map(([, rule = '']) => ({ path, rule })),
    )
    .filter(({ rule }) => !rules.includes(rule));
  expect(unknown).toEqual([]);
});

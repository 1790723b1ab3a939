/** The types of `earshot/client` for programs written in TypeScript: declarations of that module and of all it speaks of. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './setup.mjs';

/** @param {string} out */
export function declareTypes(out) {
  const program = ts.createProgram([join(ROOT, 'api-client', 'earshot-client.ts')], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    declaration: true,
    emitDeclarationOnly: true,
    noEmitOnError: true,
    skipLibCheck: true,
    rootDir: ROOT,
    outDir: out,
  });
  const { diagnostics, emitSkipped } = program.emit();
  if (emitSkipped || diagnostics.length > 0) {
    const host = { getCurrentDirectory: () => ROOT, getCanonicalFileName: String, getNewLine: () => '\n' };
    throw new Error(`The types of the client could not be made:\n${ts.formatDiagnostics(diagnostics, host)}`);
  }
  for (const entry of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.d.ts')) continue;
    const path = join(out, entry);
    // Beside a declaration there is no source, only what a program imports.
    writeFileSync(path, readFileSync(path, 'utf8').replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
}

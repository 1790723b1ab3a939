/** The sources as files, and what each of them imports, types included. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['protocol', 'config', 'server', 'client', 'scripts', 'tests', 'bench'];

export interface SourceFile {
  /** From the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Paths from the repository for our own files, names for packages (`lit`, `node:net`). */
  readonly imports: readonly string[];
}

export const isTest = (path: string) => path.endsWith('.test.ts');

export function readSources(): SourceFile[] {
  // A clone has no folder in which there is nothing yet.
  return FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mts|mjs)$/.test(entry.name))
      .map((entry) => readSource(join(entry.parentPath, entry.name))),
  );
}

export function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const imports = importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? slashed(relative(ROOT, join(dirname(file), fileName))) : fileName,
  );
  return { path: slashed(relative(ROOT, file)), text, imports };
}

const slashed = (path: string) => path.split(sep).join('/');

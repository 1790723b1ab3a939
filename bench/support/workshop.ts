/** Where a measurement starts its processes and keeps its files: all of it is gone when it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WITHOUT_LIMITS } from '../../tests/support/without-limits.ts';
import { Load, type LoadSteps } from './load.ts';
import type { Target } from './people.ts';

/** This runs as a bundle in bench/, as `npm run bench` makes it. */
const BENCH = new URL('.', import.meta.url);
export const BUILT = fileURLToPath(new URL('../dist', BENCH));

export interface Side extends Target {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** 0 picks a free one. */
  readonly port?: number;
  readonly dataDir?: string;
  /** Where server and page are taken from; the build, if nothing is said. */
  readonly built?: string;
}

export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  readonly #children = new Set<ChildProcess>();
  readonly #loads = new Set<{ stop(): void }>();
  readonly #bundles = new Map<string, Promise<string>>();

  static async with<T>(work: (workshop: Workshop) => Promise<T>): Promise<T> {
    const workshop = new Workshop();
    const close = () => workshop.#close();
    process.on('exit', close);
    try {
      return await work(workshop);
    } finally {
      close();
      process.off('exit', close);
    }
  }

  /** The built server, which slows nobody down. Its certificate and identity are kept from one start to the next. */
  earshot(options: StartOptions = {}): Promise<Side> {
    const { port = 0, dataDir = join(this.folder, 'data'), built = BUILT } = options;
    const own = ['--port', String(port), '--host', '127.0.0.1', '--no-mdns', '--data-dir', dataDir];
    return this.#start(
      'earshot',
      [join(built, 'server', 'main.js'), ...own, ...WITHOUT_LIMITS],
      /https:\/\/[\w.]+:(\d+)/,
    );
  }

  /** A bare socket.io server with the certificate of ours, which has to have run before. */
  async floor({ port = 0, silent = false }: StartOptions & { silent?: boolean } = {}): Promise<Side> {
    const leaf = join(this.folder, 'data', 'tls', 'leaf.pem');
    const args = [await this.bundled('floor/relay.ts'), leaf, String(port), ...(silent ? ['silent'] : [])];
    return this.#start('floor', args, /listening (\d+)/);
  }

  /** A process of its own that does the steps of a program in bench/load. */
  async load<S extends LoadSteps>(program: string): Promise<Load<S>> {
    const load = new Load<S>(await this.bundled(program));
    this.#loads.add(load);
    return load;
  }

  /** A program of bench/ in one file, packages included. */
  bundled(program: string): Promise<string> {
    const known = this.#bundles.get(program);
    if (known !== undefined) return known;
    const outfile = join(this.folder, program.replace(/\.ts$/, '.mjs'));
    const made = build({
      entryPoints: [fileURLToPath(new URL(program, BENCH))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    }).then(() => outfile);
    this.#bundles.set(program, made);
    return made;
  }

  async #start(side: Target['side'], args: readonly string[], ready: RegExp): Promise<Side> {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.add(child);
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const port = await new Promise<number>((resolve, reject) => {
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += String(chunk);
        const said = ready.exec(output)?.[1];
        if (said !== undefined) resolve(Number(said));
      });
      void gone.then(() => reject(new Error(`${side} ended: ${output}`)));
    });
    const stop = async () => {
      child.kill('SIGKILL');
      await gone;
      this.#children.delete(child);
    };
    return { side, port, pid: child.pid ?? 0, stop };
  }

  #close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const load of this.#loads) load.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

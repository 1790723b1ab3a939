/**
 * A set of Linux namespaces of its own (network, mounts, processes, host name), kept by one process that reads our
 * standard input. Nothing has a name on the machine: when this process ends, however it ends, that input closes, the
 * keeper ends, and the kernel removes every process, interface and mount inside. So there is nothing to clean up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export class Namespace {
  readonly pid: number;
  readonly #keeper: ChildProcess;

  private constructor(keeper: ChildProcess, pid: number) {
    this.#keeper = keeper;
    this.pid = pid;
  }

  /** `setup` is a shell script that runs inside first. */
  static async open(setup: string): Promise<Namespace> {
    const script = `set -e\n${setup}\necho ready\nexec cat >/dev/null\n`;
    const namespaces = ['--mount', '--net', '--pid', '--uts', '--ipc'];
    const keeper = spawn(
      'unshare',
      [...namespaces, '--fork', '--kill-child=SIGKILL', '--mount-proc', 'sh', '-c', script],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        // Its own group, so that Ctrl-C in a terminal reaches the tests and not the network under them.
        detached: true,
      },
    );
    let output = '';
    keeper.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      keeper.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('ready\n')) resolve();
      });
      keeper.once('error', reject);
      keeper.once('exit', (code) =>
        reject(new Error(`a namespace could not be made (exit code ${String(code)}): ${output}`)),
      );
    });
    if (keeper.pid === undefined) throw new Error('a namespace without a process');
    keeper.unref();
    return new Namespace(keeper, keeper.pid);
  }

  /** The words to put before a command so that it runs inside. */
  enter(workingFolder: string): string[] {
    return [
      'nsenter',
      `--target=${this.pid}`,
      '--mount',
      '--net',
      '--uts',
      '--ipc',
      `--pid=/proc/${this.pid}/ns/pid_for_children`,
      `--wdns=${workingFolder}`,
      '--',
    ];
  }

  async close(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const gone = once(this.#keeper, 'exit');
    this.#keeper.ref();
    this.#keeper.kill('SIGKILL');
    await gone;
  }
}

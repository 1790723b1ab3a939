/** The program: reads the configuration, starts, says so at the terminal, and stops in order on a signal. */
import { readFileSync } from 'node:fs';
import { homedir, networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { helpText } from '../config/help.ts';
import { ConfigError, loadConfig } from '../config/load.ts';
import { runKeyCommand } from './api/key-command.ts';
import { announce } from './announcer.ts';
import { startApp, type RunningApp } from './app.ts';
import { terminalStyle } from './banner.ts';
import { systemClock } from './clock.ts';
import { firstAccountWords } from './first-account.ts';
import { createLog, type Log } from './log.ts';
import { StartError } from './start-error.ts';
import { rotateCa } from './tls/rotate-ca.ts';
import { SERVER_VERSION } from './version.ts';

/** V8 lets garbage grow to a multiple of what is in use before it looks; under attack that was a third of the memory. */
const HEAP_GROWS_BY_PERCENT = 50;
/** Stopping in order takes about a second; past this the process ends whatever still hangs. */
const STOP_DEADLINE_MS = 2_800;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const fail = (sentences: readonly string[]) => {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
};

async function run(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWS_BY_PERCENT}`);
  const loaded = loadConfig({
    argv: process.argv.slice(2),
    env: process.env,
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (loaded.kind === 'help') return print(helpText());
  if (loaded.kind === 'version') return print(SERVER_VERSION);
  for (const warning of loaded.warnings) process.stderr.write(`${warning}\n`);
  if (loaded.kind === 'rotate-ca') return rotateCa({ config: loaded.config, now: Date.now, print });
  if (loaded.kind === 'key') {
    return runKeyCommand({ config: loaded.config, command: loaded.key, now: Date.now, print });
  }
  if (loaded.kind === 'account') {
    const { runAccountCommand } = await import('./accounts/account-command.ts');
    const { config, account: command } = loaded;
    return runAccountCommand({ config, command, cwd: process.cwd(), now: Date.now, print });
  }
  const { log, control } = createLog(loaded.config.logLevel);
  const app = await startApp({
    config: loaded.config,
    clock: systemClock,
    log,
    logControl: control,
    readInterfaces: networkInterfaces,
    builtFolder: fileURLToPath(new URL('..', import.meta.url)),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(app, log, 0));
  const { logLevel } = loaded.config;
  if (process.platform !== 'win32')
    process.on('SIGUSR2', () => (control.level = control.level === 'debug' ? logLevel : 'debug'));
  process.on('uncaughtException', (error) => {
    log.error('unexpected fault', error);
    void stop(app, log, 1);
  });
  const terminal = terminalStyle(process.env, process.stdout.isTTY);
  const { mdns, passcode: text } = loaded.config;
  // What is no terminal is a file or a service's log.
  const passcode = text === undefined ? null : { text: process.stdout.isTTY ? text : null };
  const { accounts } = app;
  const below = () =>
    accounts === null || accounts.hasAdministrator()
      ? null
      : firstAccountWords({
          urls: app.urls(),
          port: app.port,
          secret: process.stdout.isTTY ? accounts.inviteFirst() : null,
        });
  announce({ app, mdns, passcode, terminal, below, clock: systemClock, print });
}

async function stop(app: RunningApp, log: Log, code: number): Promise<void> {
  setTimeout(() => process.exit(code), STOP_DEADLINE_MS).unref();
  // A fault in here would be an unexpected one, for which one stops.
  await app.stop().catch((error: unknown) => log.error('not stopped in order', error));
  process.exit(code);
}

run().catch((error: unknown) => {
  if (error instanceof ConfigError) fail(error.problems);
  else if (error instanceof StartError) fail([error.message]);
  else throw error;
});

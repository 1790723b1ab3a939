#!/usr/bin/env node
/**
 * What Playwright starts as its Firefox: Firefox inside the host whose namespaces LAN_HOST keeps. Playwright speaks to it by a
 * WebSocket on loopback, and the host's loopback is another than ours, so that one port is carried over.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const host = process.env.LAN_HOST ?? '';
const enter = [
  `--target=${host}`,
  ...['--mount', '--net', '--uts', '--ipc', `--pid=/proc/${host}/ns/pid_for_children`, '--wdns=/', '--'],
];
const CARRY = `const c = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
process.stdin.pipe(c); c.pipe(process.stdout); c.on('error', () => process.exit(1)); c.on('close', () => process.exit(0));`;

const firefox = spawn(
  'nsenter',
  [...enter, process.env.LAN_FIREFOX ?? 'firefox-esr', ...process.argv.slice(2)],
  {
    stdio: ['inherit', 'inherit', 'pipe'],
  },
);
let said = '';
let carried = false;
firefox.stderr.on('data', (/** @type {Buffer} */ chunk) => {
  if (carried) {
    process.stderr.write(chunk);
    return;
  }
  said += chunk.toString();
  const port = /listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
  if (port === undefined) return;
  carried = true;
  // Playwright connects as soon as it reads this line, so the port has to be there before.
  createServer((socket) => {
    const carrier = spawn('nsenter', [...enter, process.execPath, '-e', CARRY, port], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    socket.pipe(carrier.stdin).on('error', () => socket.destroy());
    carrier.stdout.pipe(socket).on('error', () => carrier.kill());
    socket.on('error', () => carrier.kill());
  }).listen(Number(port), '127.0.0.1', () => process.stderr.write(said));
});
firefox.on('exit', (code) => process.exit(code ?? 1));

/** What a call has to survive, one cell for each; each gives the time that counts in it, measured by painted frames. */
import { setTimeout as pause } from 'node:timers/promises';
import { longestFreezeMs } from '../../support/freezes.ts';
import { talkAWhile, type Cell } from './cell.ts';
import { CONTROL_CELLS } from './control-cells.ts';
import { WEAK_NETWORK_CELLS } from './weak-network-cells.ts';

const FIRST_FRAME = 'from the accept to a moving picture on both sides';
/** A first path is given five seconds before the relay is asked for. */
const RELAYED_MS = 15_000;

/** Nothing reaches one host, as when its Wi-Fi is gone. Its browser sees no change of network. */
const blackout = (seconds: number, mostMs: number): Cell => ({
  name: `black-out of ${seconds} s`,
  measured: "from the link's return to a moving picture on both sides",
  mostMs,
  run: async (call) => {
    await talkAWhile(call);
    await call.drop(call.bea.host, 'iif != lo');
    await pause(seconds * 1_000);
    const back = Date.now();
    await call.restore(call.bea.host);
    return call.recovery(back);
  },
});

export const CELLS: readonly Cell[] = [
  { name: 'connects', measured: FIRST_FRAME, mostMs: 10_000, run: (call) => call.talk() },
  ...CONTROL_CELLS,
  ...WEAK_NETWORK_CELLS,
  blackout(10, 4_000),
  blackout(20, 10_000),
  {
    name: 'address of one side changes',
    measured: 'from the change to a moving picture on both sides',
    mostMs: 5_000,
    mostFirefoxMs: 8_000,
    run: async (call) => {
      await talkAWhile(call);
      const since = Date.now();
      await call.bea.host.setAddress('10.77.0.200');
      return call.recovery(since);
    },
  },
  {
    name: 'server killed for 5 s',
    measured: 'longest time without a frame, from the kill to 10 s later',
    mostMs: 1_000,
    run: async (call) => {
      await talkAWhile(call);
      const since = Date.now();
      await call.killServer();
      await pause(5_000);
      await call.startServer();
      await pause(5_000);
      const now = Date.now();
      return Math.max(...(await call.times()).map((times) => longestFreezeMs(times, since, now)));
    },
  },
  {
    name: 'multicast DNS dropped',
    measured: FIRST_FRAME,
    mostMs: 10_000,
    run: async (call) => {
      for (const { host } of [call.ana, call.bea]) await call.drop(host, 'udp dport 5353');
      return call.talk();
    },
  },
  {
    name: 'devices kept apart (relay by UDP)',
    measured: FIRST_FRAME,
    mostMs: RELAYED_MS,
    run: async (call) => {
      await call.isolate();
      return call.talk();
    },
  },
  {
    name: 'UDP dropped (relay by TCP)',
    measured: FIRST_FRAME,
    mostMs: RELAYED_MS,
    run: async (call) => {
      for (const { host } of [call.ana, call.bea]) await call.drop(host, 'meta l4proto udp');
      return call.talk();
    },
  },
  {
    name: 'devices kept apart, a TURN server of the own',
    measured: FIRST_FRAME,
    mostMs: 10_000,
    run: async (call) => {
      await call.killServer();
      const { address } = call.server;
      const turn = call.server.spawn('turnserver', [
        ...['-n', '--no-tls', '--no-dtls', '--no-cli', '--log-file=stdout', '--pidfile=/run/turn.pid'],
        ...[`--listening-ip=${address}`, `--relay-ip=${address}`, '--listening-port=3479'],
        ...['--realm=lan', '--use-auth-secret', '--static-auth-secret=north'],
      ]);
      await turn.waitFor(/listener opened on|Relay address to use/);
      const url = `turn:${address}:3479?transport=udp`;
      await call.startServer('--relay', 'off', '--turn-url', url, '--turn-secret', 'north');
      await call.bothAreBack();
      await call.isolate();
      return call.talk();
    },
  },
];

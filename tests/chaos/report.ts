/** The figures of a chaos run, as a table for the terminal and for docs/reliability.md. */
import type { Fault } from './bad-weather.ts';
import type { ChaosOptions, ChaosResult } from './chaos-run.ts';
import type { DrainFigures } from './ledger.ts';

export type Row = readonly [name: string, figure: string];

/** What the delivery promises: outboxes are empty this long after the server's return. */
export const DRAIN_LIMIT_MS = 3_000;

export function tableOf(options: ChaosOptions, result: ChaosResult): Row[] {
  const { verdict, faults, drain, lastReturnMs, troubles } = result;
  const count = (fault: Fault) => faults.get(fault) ?? 0;
  const minutes = (result.seconds / 60).toFixed(1);
  const rate = (verdict.sent / result.seconds).toFixed(0);
  return [
    ['people, in client processes', `${options.people} in ${options.processes}`],
    ['messages sent', grouped(verdict.sent)],
    ['time', `${minutes} min, ${rate} messages/s`],
    ['`kill -9` of the server', grouped(result.serverKills)],
    ['`kill -9` of a client process', grouped(result.clientKills)],
    ['connections cut', grouped(count('cut') + count('stall and cut'))],
    ['connections stalled', grouped(count('stall') + count('stall and cut'))],
    ['connections sliced', grouped(count('slice'))],
    ['connections silenced', grouped(count('silence'))],
    ['arrived again and recognised', grouped(result.cameAgain)],
    ['**lost**', grouped(verdict.lost)],
    ['**doubled**', grouped(verdict.doubled)],
    ['**reordered**', grouped(verdict.reordered)],
    ['**unexpected**', grouped(verdict.unexpected)],
    [
      'outboxes empty after a return of the server, connections that held',
      `${distribution(drain.steady)} (${drain.steady.length} of ${drain.returns} returns)`,
    ],
    ['returns at which that took longer than 3 s', grouped(countLate(drain))],
    [
      'empty after a return, connections cut and stalled meanwhile included',
      `${distribution(drain.all)} (${drain.all.length} of ${drain.returns} returns)`,
    ],
    ['returns that ended with another kill before', grouped(drain.cutShort.length)],
    ['outboxes empty after the last return', lastReturnMs === null ? 'never' : seconds(lastReturnMs)],
    ['from writing to confirmation, everything included', distribution(drain.confirmed)],
    ...[...troubles].map(([words, times]): Row => [words, `${times} times`]),
  ];
}

/** Also those that lasted longer and had not got there. */
const countLate = ({ steady, cutShort }: DrainFigures): number =>
  [...steady, ...cutShort].filter((ms) => ms > DRAIN_LIMIT_MS).length;

const grouped = (figure: number): string => figure.toLocaleString('en');
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

function distribution(times: readonly number[]): string {
  if (times.length === 0) return 'none';
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => seconds(sorted[Math.ceil(share * sorted.length) - 1]!);
  return `median ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${at(1)}`;
}

export function forTerminal(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => plain(name).length));
  return rows.map(([name, figure]) => `${plain(name).padEnd(width)}  ${figure}\n`).join('');
}
const plain = (text: string): string => text.replace(/[*`]/g, '');

export function forDocument(rows: readonly Row[]): string {
  return ['|  |  |', '| --- | --- |', ...rows.map(([name, figure]) => `| ${name} | ${figure} |`)].join('\n');
}

/** Puts a section in the place of the one with that title, or at the end. */
export function withSection(document: string, title: string, body: string): string {
  const section = `## ${title}\n\n${body.trim()}\n`;
  const start = document.search(new RegExp(`^## ${title}$`, 'm'));
  if (start < 0) return `${document.trimEnd()}\n\n${section}`;
  const next = document.slice(start + 1).search(/^## /m);
  const rest = next < 0 ? '' : `\n${document.slice(start + 1 + next)}`;
  return `${document.slice(0, start)}${section}${rest}`;
}

/** What every measurement of the table comes to, and the table. */

export interface Row {
  readonly what: string;
  /** As it stands behind a figure. */
  readonly unit: string;
  readonly earshot: number;
  /** Null where there is nothing bare to compare with. */
  readonly floor: number | null;
  /** The most that the ratio may be; without a floor, the figure itself. */
  readonly most: number | null;
}

export interface Measured {
  /** One sentence: how often, how long, with what. */
  readonly how: string;
  readonly rows: readonly Row[];
}
/** What a bench of the table exports as `measure`. */
export type Measure = () => Promise<Measured>;

/** Three figures, or as many as there are before the point. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}

const reached = ({ earshot, floor }: Row) => (floor === null ? earshot : earshot / floor);
export const isMissed = (row: Row) => row.most !== null && !(reached(row) <= row.most);

function cells(row: Row): string[] {
  const { what, unit, earshot, floor, most } = row;
  const withUnit = (value: number) => `${figure(value)}${unit === '' ? '' : ` ${unit}`}`;
  const limit = most === null ? '' : floor === null ? withUnit(most) : most.toFixed(2);
  const ratio = floor === null ? '' : reached(row).toFixed(2);
  return [
    what,
    withUnit(earshot),
    floor === null ? '' : withUnit(floor),
    ratio,
    isMissed(row) ? `${limit}, **missed**` : limit,
  ];
}

/** In Markdown, as prettier would write it. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [['', 'earshot', 'bare floor', 'ratio', 'at most'], ...rows.map(cells)];
  const widths = lines[0]?.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const written = lines.map((line) => line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join(' | '));
  const rule = (widths ?? []).map((width) => '-'.repeat(width)).join(' | ');
  return [written[0], rule, ...written.slice(1)].map((line) => `| ${line} |`).join('\n');
}

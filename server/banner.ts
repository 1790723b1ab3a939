/** What the person at the terminal is told once the server listens, the most useful first. */
import { encode } from 'uqr';
import { hostUrl, withScheme } from './host-url.ts';
import { canBeProven } from './permitted-hosts.ts';

/** `colour` sets colours of its own; the others cannot, and take the background to be dark; `dumb` has ASCII only. */
export type TerminalStyle = 'colour' | 'plain' | 'dumb';

export interface BannerFacts {
  /** Of the app itself, on HTTPS, the most reliable first. */
  readonly urls: readonly string[];
  /** Held by mDNS now, such as `earshot.local`; among the `urls` too. */
  readonly hostName: string | null;
  readonly port: number;
  /** Null with a certificate of the operator's own, which needs no introduction. */
  readonly authority: { readonly certificateFile: string; readonly fingerprint: string } | null;
  readonly neighbours: readonly {
    readonly name: string;
    readonly addresses: readonly string[];
    readonly port: number;
  }[];
  /** Null where none is set. Its text is null where what is printed may be kept, as by a service manager: it stays out of that. */
  readonly passcode: { readonly text: string | null } | null;
  readonly terminal: TerminalStyle;
}

export function terminalStyle(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): TerminalStyle {
  if (env['TERM'] === 'dumb') return 'dumb';
  return isTerminal && !env['NO_COLOR'] ? 'colour' : 'plain';
}

export function renderBanner(facts: BannerFacts): string {
  const { hostName, port, authority, passcode, terminal } = facts;
  const secret = passcode?.text ?? null;
  // Where a warning is to be expected, people go by the page that explains it: docs/decisions/0001.
  const scheme = authority === null ? 'https' : 'http';
  const isByName = (url: string) => new URL(url).hostname === hostName;
  const byAddress = facts.urls.filter((url) => !isByName(url));
  const [first, ...further] = byAddress.length > 0 ? byAddress : facts.urls;
  const byName = first === undefined || isByName(first) ? undefined : facts.urls.find(isByName);

  const lines: string[] = [''];
  if (first === undefined) {
    lines.push('  Earshot is running, but this computer is on no network. On itself, open', '');
    lines.push(`      ${bold(withPasscode(hostUrl(scheme, 'localhost', port), secret), terminal)}`, '');
  } else {
    const url = withPasscode(withScheme(first, scheme), secret);
    lines.push(
      '  Earshot is running. Scan this with a phone, or open the address on any device of this network:',
      '',
    );
    lines.push(`      ${bold(url, terminal)}`, '');
    lines.push(...qrLines(url, terminal).map((line) => `    ${line}`), '');
  }
  const rows: (readonly [label: string, text: string])[] = [];
  if (passcode !== null)
    rows.push(['Passcode', secret === null ? 'asked for, and shown only at a terminal' : visible(secret)]);
  for (const url of further) rows.push(['Also at', withScheme(url, scheme)]);
  if (byName !== undefined)
    rows.push(['By name', `${withScheme(byName, scheme)}  (some devices find no names)`]);
  if (authority !== null) {
    // A certificate of ours cannot hold every address: where it cannot, trusting it changes nothing.
    const provable = facts.urls.find((url) => canBeProven(new URL(url).hostname));
    const direct = provable ?? first ?? hostUrl('https', 'localhost', port);
    rows.push([provable === undefined ? 'The app' : 'Once trusted', withScheme(direct, 'https')]);
    rows.push(['Certificate', visible(authority.certificateFile)]);
    const [top = '', ...rest] = authority.fingerprint.match(/(..:?){1,8}/g) ?? [];
    rows.push(['SHA-256', top], ...rest.map((row) => ['', row] as const));
  }
  for (const { name, addresses, port: theirs } of facts.neighbours) {
    for (const address of addresses.slice(0, 1)) {
      rows.push(['Also Earshot', `${hostUrl('http', address, theirs)}  ${shortName(name)}`]);
    }
  }
  lines.push(...rows.map(([label, text]) => `  ${faint(label.padEnd(12), terminal)}  ${text}`));
  if (rows.length > 0) lines.push('');
  lines.push('  Ctrl+C stops it.', '');
  return lines.join('\n');
}

/** Behind the `#`, which no request carries; templates/passcode.js takes it from there. */
const withPasscode = (url: string, passcode: string | null): string =>
  passcode === null ? url : `${url}/#passcode=${encodeURIComponent(passcode)}`;

/** Black on white whatever the terminal's own colours are: not every phone reads a code with the two swapped. */
const QR_COLOURS = '\x1b[38;5;16;48;5;231m';
const RESET = '\x1b[0m';

function qrLines(text: string, terminal: TerminalStyle): string[] {
  const { data } = encode(text, { ecc: 'M', border: 2 });
  const dark = (row: number, column: number): boolean => data[row]?.[column] === true;
  const columns = [...(data[0] ?? []).keys()];
  if (terminal === 'dumb') {
    // Fuller than `#`: read by a decoder from a picture as blurred as a camera's.
    return data.map((_row, row) => columns.map((column) => (dark(row, column) ? '  ' : '@@')).join(''));
  }
  const lines: string[] = [];
  for (let row = 0; row < data.length; row += 2) {
    const line = columns
      .map((column) =>
        terminal === 'colour'
          ? halves(dark(row, column), dark(row + 1, column))
          : halves(!dark(row, column), row + 1 < data.length && !dark(row + 1, column)),
      )
      .join('');
    lines.push(terminal === 'colour' ? `${QR_COLOURS}${line}${RESET}` : line);
  }
  return lines;
}

const halves = (upper: boolean, lower: boolean): string => (upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ');

const bold = (text: string, terminal: TerminalStyle): string =>
  terminal === 'colour' ? `\x1b[1m${text}${RESET}` : text;
const faint = (text: string, terminal: TerminalStyle): string =>
  terminal === 'colour' ? `\x1b[2m${text}${RESET}` : text;

/** What most texts are, for which what is invisible elsewhere need not be known. */
const PLAIN = /^[ -~]*$/;
/** Names come from the network, and a terminal obeys what it prints. */
const visible = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
const shortName = (name: string): string => Array.from(visible(name).trim()).slice(0, 60).join('');

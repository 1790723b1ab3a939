import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { type BannerFacts, renderBanner, terminalStyle } from './banner.ts';

const PAIRS = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase());
const FACTS: BannerFacts = {
  urls: ['https://192.168.1.20:5443/', 'https://10.0.0.7:5443/', 'https://earshot.local:5443/'],
  hostName: 'earshot.local',
  port: 5443,
  authority: { certificateFile: '/data/tls/earshot-ca.crt', fingerprint: PAIRS.join(':') },
  neighbours: [{ name: 'Living room', addresses: ['192.168.1.30', 'fd00::30'], port: 8443 }],
  passcode: null,
  terminal: 'plain',
};
const banner = (changes: Partial<BannerFacts> = {}) => renderBanner({ ...FACTS, ...changes });
const ESCAPE = /\x1b\[[\d;]*m/g;

/** Where each piece begins; -1 where it is not there at all. */
const places = (text: string, pieces: readonly string[]) => pieces.map((piece) => text.indexOf(piece));

describe('the banner', () => {
  it('tells in order of usefulness', () => {
    const found = places(banner(), [
      '      http://192.168.1.20:5443\n',
      '█▀▄▀', // some of the code
      'http://10.0.0.7:5443',
      'http://earshot.local:5443',
      '/data/tls/earshot-ca.crt',
      '10:11:12:13:14:15:16:17:\n',
      'http://192.168.1.30:8443  Living room',
      'Ctrl+C',
    ]);
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  it('holds the whole fingerprint, in rows of eight pairs', () => {
    const rows = banner().match(/([0-9A-F]{2}:){7}[0-9A-F]{2}:?$/gm);
    expect(rows?.join('')).toBe(PAIRS.join(':'));
  });

  it("leads straight to HTTPS where the certificate is the operator's own, and speaks of no other", () => {
    const text = banner({ authority: null, urls: ['https://chat.example.org:5443/'], neighbours: [] });
    expect(text).toContain('      https://chat.example.org:5443\n');
    expect(text).not.toContain('http://');
    expect(places(text, ['Certificate', 'SHA-256', 'Once trusted'])).toEqual([-1, -1, -1]);
    expect(readCode(text)).toEqual(encode('https://chat.example.org:5443', { ecc: 'M', border: 2 }).data);
  });

  it('keeps the port where it goes without saying under the other scheme only', () => {
    expect(banner({ urls: ['https://10.0.0.7/'] })).toContain('http://10.0.0.7:443\n');
    expect(banner({ urls: ['https://10.0.0.7:80/'] })).toContain('http://10.0.0.7\n');
  });

  it('puts the address first and the name second, whatever their order', () => {
    const text = banner({ urls: [...FACTS.urls].reverse() });
    const found = places(text, ['http://10.0.0.7', 'http://192.168.1.20', 'http://earshot.local']);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  it('names as trusted only what the certificate can prove', () => {
    expect(banner()).toContain('https://192.168.1.20:5443\n');
    const mixed = banner({ urls: ['https://203.0.113.7:5443/', 'https://earshot.local:5443/'] });
    expect(mixed).toContain('      http://203.0.113.7:5443\n');
    expect(mixed).toMatch(/Once trusted {2}https:\/\/earshot\.local:5443\n/);
    expect(banner({ urls: ['https://203.0.113.7:5443/'] })).not.toContain('Once trusted');
  });

  it('makes do with the name where there is nothing else, and says it once', () => {
    const text = banner({ urls: ['https://earshot.local:5443/'] });
    expect(text).toContain('      http://earshot.local:5443\n');
    expect(text).not.toContain('By name');
  });

  it('says so where there is no network, and shows no code nobody could use', () => {
    const text = banner({ urls: [], hostName: null, neighbours: [] });
    expect(text).toContain('no network');
    expect(text).toContain('      http://localhost:5443\n');
    expect(text).not.toMatch(/[█▀▄]/);
  });

  it('lets no name from the network speak to the terminal', () => {
    const name = 'Den\x1b[2J\x1b]0;title\x07\r\nPort\u202e\u2028 is open\u200b' + 'x'.repeat(200);
    const text = banner({ neighbours: [{ name, addresses: ['10.0.0.9'], port: 5443 }] });
    expect(text).toMatch(/Den\[2J\]0;titlePort is openx{34}\n/);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });

  it('has the passcode in the code and in the link, behind the #, and to be typed', () => {
    const text = banner({ passcode: { text: 'tea & cake' } });
    const link = 'http://192.168.1.20:5443/#passcode=tea%20%26%20cake';
    expect(text).toContain(`      ${link}\n`);
    expect(readCode(text)).toEqual(encode(link, { ecc: 'M', border: 2 }).data);
    expect(text).toMatch(/^ {2}Passcode {6}tea & cake$/m);
    expect(text).toContain('http://10.0.0.7:5443\n');
    expect(banner()).not.toContain('Passcode');
    const alone = banner({ urls: [], hostName: null, neighbours: [], passcode: { text: 'tea & cake' } });
    expect(alone).toContain('      http://localhost:5443/#passcode=tea%20%26%20cake\n');
  });

  it('says that there is a passcode, and not which, where what is printed may be kept', () => {
    const text = banner({ passcode: { text: null } });
    expect(readCode(text)).toEqual(encode('http://192.168.1.20:5443', { ecc: 'M', border: 2 }).data);
    expect(text).toMatch(/^ {2}Passcode {6}asked for/m);
    expect(text).not.toContain('#');
  });

  it('leaves out another server of which there is no address', () => {
    expect(banner({ neighbours: [{ name: 'Ghost', addresses: [], port: 1 }] })).not.toContain('Ghost');
  });
});

/** Reads the code back from the half blocks of a plain terminal, in which light is drawn. */
function readCode(text: string): boolean[][] {
  const lines = text
    .split('\n')
    .filter((line) => /^ {4}[█▀▄ ]{20,}$/.test(line))
    .map((line) => line.slice(4));
  const rows = lines.flatMap((line) => [
    [...line].map((half) => half === ' ' || half === '▄'),
    [...line].map((half) => half === ' ' || half === '▀'),
  ]);
  return rows.slice(0, rows[0]?.length); // an odd number of rows leaves half a line over
}

describe('the code', () => {
  const { data } = encode('http://192.168.1.20:5443', { ecc: 'M', border: 2 });

  it('is that of the first address', () => {
    expect(readCode(banner())).toEqual(data);
  });

  it('is black on white in a terminal with colours, whatever its own are', () => {
    const lines = banner({ terminal: 'colour' })
      .split('\n')
      .filter((line) => line.includes('48;5;231'));
    expect(lines).toHaveLength(15);
    for (const line of lines) {
      expect(line.startsWith('    \x1b[38;5;16;48;5;231m')).toBe(true);
      expect(line.endsWith('\x1b[0m')).toBe(true);
    }
    const dark = lines.flatMap((line) => {
      const halves = [...line.replace(ESCAPE, '').slice(4)];
      return [halves.map((half) => '█▀'.includes(half)), halves.map((half) => '█▄'.includes(half))];
    });
    expect(dark.slice(0, data.length)).toEqual(data);
  });

  it('is made of letters on a terminal that has nothing else, where nothing else is either', () => {
    const text = banner({ terminal: 'dumb' });
    const rows = text.split('\n').filter((line) => /^ {4}@@/.test(line));
    expect(
      rows.map((row) => [...row.slice(4)].filter((_, at) => at % 2 === 0).map((sign) => sign === ' ')),
    ).toEqual(data);
    expect(text).toMatch(/^[\n -~]*$/);
  });
});

it.each([
  [{}, true, 'colour'],
  [{ TERM: 'xterm' }, false, 'plain'],
  [{ NO_COLOR: '1' }, true, 'plain'],
  [{ NO_COLOR: '' }, true, 'colour'],
  [{ TERM: 'dumb' }, true, 'dumb'],
] as const)('a terminal with %o, shown to somebody: %s, is %s', (env, isTerminal, style) => {
  expect(terminalStyle(env, isTerminal)).toBe(style);
});

/** How good the connection of a call is, in words. */
import { msg, str } from '@lit/localize';
import type { Quality } from '../../calls/quality/judge-quality.ts';

export function levelWords(level: Quality['level']): string {
  switch (level) {
    case 'good':
      return msg('Good');
    case 'fair':
      return msg('Uneven');
    case 'poor':
      return msg('Weak');
  }
}

/** What is worth saying without being asked; null where nothing is. */
export function warningWords({ deaf, unheard, level, weak }: Quality, name: string): string | null {
  if (unheard && deaf) return msg(str`You and ${name} may not hear each other.`);
  if (unheard) return msg(str`${name} may not hear you: nothing of your voice arrives there.`);
  if (deaf) return msg(str`You may not hear ${name}: nothing of their voice arrives here.`);
  return level === 'poor' ? weakWords(weak, name) : null;
}

/** One sentence on how it is and why. */
export function qualityWords(quality: Quality, name: string): string {
  const warning = warningWords(quality, name);
  if (warning !== null) return warning;
  if (quality.level === 'good') return msg('Voice and picture get through.');
  return weakWords(quality.weak, name);
}

function weakWords(weak: Quality['weak'], name: string): string {
  switch (weak) {
    case 'mine':
      return msg('Your Wi-Fi looks weak. Nearer to the router it should be better.');
    case 'theirs':
      return msg(str`The Wi-Fi of ${name} looks weak.`);
    case 'both':
      return msg(str`Your Wi-Fi and that of ${name} look weak.`);
    case null:
      return msg('The connection is weak: some of it gets lost or comes late.');
  }
}

/** What is known, as pairs of a name and a value. */
export function qualityFacts(quality: Quality, name: string): readonly (readonly [string, string])[] {
  const { route, codec, shown, sent, lostHere, lostThere, roundTripMs } = quality;
  const facts: (readonly [string, string | null])[] = [
    [
      msg('Path'),
      route && (route === 'direct' ? msg('Directly, from device to device') : msg('Over a relay')),
    ],
    [msg('Round trip'), roundTripMs === null ? null : msg(str`${Math.round(roundTripMs)} ms`)],
    [msg(str`Lost on the way from ${name}`), lostHere === null ? null : percent(lostHere)],
    [msg(str`Lost on the way to ${name}`), lostThere === null ? null : percent(lostThere)],
    [msg('Voice'), codec],
    [msg(str`Picture from ${name}`), shown && pictureWords(shown)],
    [msg('Your picture'), sent && sentWords(sent)],
  ];
  return facts.flatMap(([term, value]) => (value === null ? [] : [[term, value] as const]));
}

function pictureWords({ codec, width, height, perSecond }: NonNullable<Quality['shown']>): string {
  const size = msg(str`${width} × ${height}, ${Math.round(perSecond)} a second`);
  return codec === null ? size : `${size}, ${codec}`;
}

function sentWords(sent: NonNullable<Quality['sent']>): string {
  const words = pictureWords(sent);
  if (sent.limit === 'network') return msg(str`${words}; made smaller for the network`);
  return sent.limit === 'device' ? msg(str`${words}; made smaller because this device is busy`) : words;
}

function percent(part: number): string {
  const rounded = Math.round(part * 1_000) / 10;
  return `${rounded} %`;
}

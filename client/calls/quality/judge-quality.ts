/** How good a connection is, from two samples some seconds apart and what the other side says. A pure function: it measures nothing. */
import type { CallRoute } from '../call-view.ts';
import type { PictureSize, StatsSample } from './read-stats.ts';

/** What the other browser has told of its own side. */
export interface TheirReport {
  /** False where none of this side's voice arrives there. */
  readonly hears: boolean;
  /** Milliseconds to the server and back. */
  readonly serverMs: number | null;
  /** By its own browser's word. The end that uses the relay knows; the other may take its address for that of a device. */
  readonly relayed: boolean;
}

export interface Quality {
  readonly level: 'good' | 'fair' | 'poor';
  readonly route: CallRoute | null;
  readonly roundTripMs: number | null;
  readonly codec: string | null;
  /** Parts of one. */
  readonly lostHere: number | null;
  readonly lostThere: number | null;
  readonly shown: PictureSize | null;
  readonly sent: StatsSample['sent'];
  /** None of their voice arrives, though their microphone is on. */
  readonly deaf: boolean;
  /** They say that none of this side's voice arrives. */
  readonly unheard: boolean;
  /** Whose way to the server is far slower than the other's; null where that cannot be told. */
  readonly weak: 'mine' | 'theirs' | 'both' | null;
}

export interface QualityFacts {
  readonly before: StatsSample;
  readonly now: StatsSample;
  /** They say that their microphone is on. */
  readonly theyTalk: boolean;
  readonly theirs: TheirReport | null;
  readonly serverMs: number | null;
}

/** Voices and pictures stay whole up to the first, and break up from the second. */
const LOSS = { fair: 0.03, poor: 0.1 } as const;
const ROUND_TRIP_MS = { fair: 150, poor: 400 } as const;
/** With more than this part missing, a voice is noise. */
const NO_VOICE = 0.6;
/** A picture that had to become this small for the network. */
const SMALL = 360;
/** To the server and back: slow Wi-Fi from the first; below the second, this device and the server are one, or on one cable. */
const SERVER_MS = { slow: 100, near: 2 } as const;
const FAR_SLOWER = 3;

export function judgeQuality(facts: QualityFacts): Quality {
  const { now, theirs, serverMs } = facts;
  const lostHere = lossBetween(facts.before, now);
  const deaf = facts.theyTalk && hearsNothing(facts);
  const unheard = theirs?.hears === false;
  const loss = Math.max(lostHere ?? 0, now.lostThere ?? 0);
  const roundTrip = now.roundTripMs ?? 0;
  const squeezed = now.sent?.limit === 'network' && now.sent.height < SMALL;
  const isAtLeast = (grade: 'fair' | 'poor') => loss >= LOSS[grade] || roundTrip >= ROUND_TRIP_MS[grade];
  const isFair = isAtLeast('fair') || squeezed;
  const level = deaf || unheard || isAtLeast('poor') ? 'poor' : isFair ? 'fair' : 'good';
  return {
    level,
    route: now.route && theirs?.relayed ? 'relayed' : now.route,
    roundTripMs: now.roundTripMs,
    codec: now.codec,
    lostHere,
    lostThere: now.lostThere,
    shown: now.shown,
    sent: now.sent,
    deaf,
    unheard,
    weak: level === 'good' ? null : weakSide(serverMs, theirs?.serverMs ?? null),
  };
}

/** The part that was lost on the way here; null where nothing was to come. */
function lossBetween(before: StatsSample, now: StatsSample): number | null {
  const parts = (['voice', 'picture'] as const).flatMap((stream) => {
    const [then, last] = [before[stream], now[stream]];
    if (!then || !last) return [];
    return [{ got: last.packets - then.packets, lost: Math.max(0, last.lost - then.lost) }];
  });
  const lost = parts.reduce((sum, part) => sum + part.lost, 0);
  const all = parts.reduce((sum, part) => sum + part.got, lost);
  return all <= 0 ? null : lost / all;
}

function hearsNothing({ before, now }: QualityFacts): boolean {
  if (!before.voice || !now.voice) return false;
  const got = now.voice.packets - before.voice.packets;
  const lost = now.voice.lost - before.voice.lost;
  return got <= 0 || lost / (got + lost) > NO_VOICE;
}

/** Only both ways together tell whose it is: loss between two people may happen on either one's Wi-Fi. */
function weakSide(mine: number | null, theirs: number | null): Quality['weak'] {
  if (mine === null || theirs === null || mine < SERVER_MS.near || theirs < SERVER_MS.near) return null;
  const [mineSlow, theirsSlow] = [mine >= SERVER_MS.slow, theirs >= SERVER_MS.slow];
  if (mineSlow && theirsSlow && mine < theirs * FAR_SLOWER && theirs < mine * FAR_SLOWER) return 'both';
  if (mineSlow && mine >= theirs * FAR_SLOWER) return 'mine';
  return theirsSlow && theirs >= mine * FAR_SLOWER ? 'theirs' : null;
}

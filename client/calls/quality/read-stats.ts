/** What is needed of a browser's statistics, out of a report that each browser fills differently. */
import type { CallRoute } from '../call-view.ts';

export interface PictureSize {
  readonly codec: string | null;
  readonly width: number;
  readonly height: number;
  readonly perSecond: number;
}
interface Arriving {
  readonly packets: number;
  readonly lost: number;
}
export interface StatsSample {
  /** Clock milliseconds. */
  readonly at: number;
  /** Another path counts anew. */
  readonly path: string;
  readonly route: CallRoute | null;
  readonly roundTripMs: number | null;
  readonly codec: string | null;
  readonly voice: Arriving | null;
  readonly picture: Arriving | null;
  /** Part of what was sent that the other browser missed, as it reported last. */
  readonly lostThere: number | null;
  readonly shown: PictureSize | null;
  readonly sent: (PictureSize & { readonly limit: 'network' | 'device' | null }) | null;
  /** Bits in a second that the browser thinks it can send; null where it does not say. */
  readonly room: number | null;
}

/** What a report is made of; browsers leave out what they do not know. */
export type StatsEntry = Readonly<Record<string, unknown>>;
export interface StatsReport {
  forEach(each: (entry: StatsEntry) => void): void;
}

/** Sections in the order of media-sections.ts. */
const PERSON: Readonly<Record<string, string>> = { audio: '0', video: '1' };

/** Null before a path was chosen. */
export function readStats(report: StatsReport, at: number): StatsSample | null {
  const entries = new Map<unknown, StatsEntry>();
  report.forEach((entry) => entries.set(entry['id'], entry));
  const all = [...entries.values()];
  const pair = chosenPair(all, entries);
  if (!pair) return null;
  const find = (type: string, kind: string) =>
    all.find((each) => each['type'] === type && each['kind'] === kind && isPerson(each, entries));
  const [voice, picture] = [find('inbound-rtp', 'audio'), find('inbound-rtp', 'video')];
  const reported = [find('remote-inbound-rtp', 'audio'), find('remote-inbound-rtp', 'video')];
  const out = find('outbound-rtp', 'video');
  const codecOf = (entry: StatsEntry | undefined) => codecName(entries.get(entry?.['codecId']));
  const roundTrip = seconds(pair['currentRoundTripTime']);
  const lostThere = reported.flatMap((each) => number(each?.['fractionLost']) ?? []);
  const sent = sizeOf(out, codecOf(out));
  return {
    at,
    path: String(pair['id']),
    route: routeOf(pair, entries),
    // Some browsers measure it by media alone.
    roundTripMs:
      roundTrip || (seconds(reported[1]?.['roundTripTime'] ?? reported[0]?.['roundTripTime']) ?? roundTrip),
    codec: codecOf(voice),
    voice: arrivingOf(voice),
    picture: arrivingOf(picture),
    lostThere: lostThere.length === 0 ? null : Math.max(...lostThere),
    shown: sizeOf(picture, codecOf(picture)),
    sent: sent && { ...sent, limit: limitOf(out?.['qualityLimitationReason']) },
    room: number(pair['availableOutgoingBitrate']),
  };
}

/** Not the shared screen. What the other browser reports names what it is about. */
function isPerson(entry: StatsEntry, entries: ReadonlyMap<unknown, StatsEntry>): boolean {
  const mid = entry['mid'] ?? entries.get(entry['localId'])?.['mid'];
  return mid === undefined || mid === PERSON[String(entry['kind'])];
}

function chosenPair(all: readonly StatsEntry[], entries: ReadonlyMap<unknown, StatsEntry>) {
  const transport = all.find((each) => each['type'] === 'transport');
  return entries.get(transport?.['selectedCandidatePairId']) ?? all.find((each) => each['selected'] === true);
}

function routeOf(pair: StatsEntry, entries: ReadonlyMap<unknown, StatsEntry>): CallRoute | null {
  const ends = [pair['localCandidateId'], pair['remoteCandidateId']].map((id) => entries.get(id));
  if (ends.some((end) => end?.['candidateType'] === 'relay')) return 'relayed';
  return ends[0] ? 'direct' : null;
}

function arrivingOf(entry: StatsEntry | undefined): Arriving | null {
  const packets = number(entry?.['packetsReceived']);
  return packets === null ? null : { packets, lost: number(entry?.['packetsLost']) ?? 0 };
}

function sizeOf(entry: StatsEntry | undefined, codec: string | null): PictureSize | null {
  const [width, height] = [number(entry?.['frameWidth']), number(entry?.['frameHeight'])];
  if (width === null || height === null) return null;
  return { codec, width, height, perSecond: number(entry?.['framesPerSecond']) ?? 0 };
}

function limitOf(reason: unknown): 'network' | 'device' | null {
  if (reason === 'bandwidth') return 'network';
  return reason === 'cpu' ? 'device' : null;
}

/** `video/VP8` is VP8. */
function codecName(codec: StatsEntry | undefined): string | null {
  const type = codec?.['mimeType'];
  return typeof type === 'string' ? type.slice(type.indexOf('/') + 1) : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function seconds(value: unknown): number | null {
  const known = number(value);
  return known === null ? null : known * 1_000;
}

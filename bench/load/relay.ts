/** The load of bench/relay.ts and bench/signals.ts: pairs of people who write to each other, or who are in a call. */
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { answerWith } from '../support/load.ts';
import { befriend, joinAs, type LoadPerson, type Target } from '../support/people.ts';
import { median, percentile } from '../support/statistics.ts';

const TEXT = 'a message of an ordinary length, as people write them to each other';
const SDP_CHARACTERS = 4_096;
/** How long after the last was sent one waits for those that are late. */
const LATE_MS = 5_000;

let sending: (() => void)[] = [];
let people: LoadPerson[] = [];
let answered = 0;
let arrivals: { readonly sentAt: number; readonly took: number }[] = [];

const onAnswer = () => void (answered += 1);

/** A time of sending stands in each text between `mark` and the next blank. */
function arrived(packet: string, mark: string): void {
  const begin = packet.indexOf(mark) + mark.length;
  const sentAt = Number(packet.slice(begin, packet.indexOf(' ', begin)));
  arrivals.push({ sentAt, took: performance.now() - sentAt });
}

const onMessage = (packet: string) => {
  if (packet.startsWith('["receive_private_message"')) arrived(packet, '"text":"');
};

/** What a browser's description looks like, its addresses included. */
const SESSION = [
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'a=candidate:1 1 udp 2113937151 192.168.1.20 50000 typ host generation 0',
  'a=candidate:2 1 tcp 1518280447 192.168.1.20 9 typ host tcptype active generation 0',
];
const ATTRIBUTE = 'a=extmap:14 urn:ietf:params:rtp-hdrext:toffset-and-more-of-the-kind';
const rest = Array.from({ length: 80 }, () => ATTRIBUTE);
const sdpOf = (stamp: number) =>
  ['v=0', `o=- ${stamp} 2 IN IP4 127.0.0.1`, ...SESSION, ...rest].join('\r\n').slice(0, SDP_CHARACTERS);

async function writers(target: Target, pair: number): Promise<void> {
  const one = await joinAs(`One ${pair}`, target, onMessage);
  const other = await joinAs(`Other ${pair}`, target, onMessage);
  await befriend(target, one, other);
  people.push(one, other);
  let clock = 0;
  // The floor passes on what it is given; ours adds who it is from.
  const from = target.side === 'floor' ? { from: one.id } : {};
  sending.push(() => {
    clock += 1;
    const text = `${performance.now()} ${TEXT}`;
    const message = { to: other.id, messageId: ulid(), clock, sentAt: 1, text, ...from };
    one.client.emit('send_private_message', message, onAnswer);
  });
}

async function callers(target: Target, pair: number): Promise<void> {
  const join = async (name: string): Promise<LoadPerson> => {
    const person: LoadPerson = await joinAs(name, target);
    person.client.onEvent = (packet, acknowledge) => {
      if (!packet.startsWith('["webrtc_')) return;
      arrived(packet, 'o=- ');
      person.client.acknowledge(acknowledge);
    };
    return person;
  };
  const [one, other] = [await join(`Caller ${pair}`), await join(`Callee ${pair}`)];
  people.push(one, other);
  await befriend(target, one, other);
  const call = target.side === 'floor' ? null : await inCall(one, other);
  const signal = (name: string, from: LoadPerson, to: LoadPerson) => {
    let seq = 0;
    return () => {
      const payload = { callId: call ?? to.id, seq: seq++, sdp: sdpOf(performance.now()) };
      from.client.emit(name, payload, onAnswer);
    };
  };
  sending.push(signal('webrtc_offer', one, other), signal('webrtc_answer', other, one));
}

async function inCall(one: LoadPerson, other: LoadPerson): Promise<string> {
  const started = await one.client.ask('start_call', { to: other.id, media: 'audio' });
  const { callId } = started as { callId: string };
  await other.client.ask('accept_call', { callId, media: 'audio' });
  return callId;
}

export const steps = {
  open: async ({ target, pairs, kind }: { target: Target; pairs: number; kind: 'messages' | 'signals' }) => {
    for (let pair = 0; pair < pairs; pair += 1) await (kind === 'messages' ? writers : callers)(target, pair);
  },

  close: () => {
    for (const { client } of people) client.close();
    [people, sending] = [[], []];
  },

  round: async ({ perSecond, seconds }: { perSecond: number; seconds: number }) => {
    [arrivals, answered] = [[], 0];
    const begin = performance.now();
    const total = perSecond * seconds;
    let sent = 0;
    while (sent < total) {
      const due = Math.min(total, ((performance.now() - begin) / 1_000) * perSecond);
      for (; sent < due; sent += 1) sending[sent % sending.length]?.();
      await pause(1);
    }
    const sentIn = performance.now() - begin;
    const end = performance.now() + LATE_MS;
    while ((arrivals.length < sent || answered < sent) && performance.now() < end) await pause(5);
    // The 99th percentile is that of each second: one pause of the machine is one second's.
    const each = Array.from({ length: seconds }, () => [] as number[]);
    for (const { sentAt, took } of arrivals) {
      each[Math.min(seconds - 1, Math.floor((sentAt - begin) / 1_000))]?.push(took);
    }
    const took = arrivals.map((one) => one.took);
    return {
      sent,
      delivered: Math.min(arrivals.length, answered),
      reachedPerSecond: (sent / sentIn) * 1_000,
      p50: percentile(took, 0.5),
      p99: median(each.map((times) => percentile(times, 0.99))),
    };
  },
};
export type RelaySteps = typeof steps;
answerWith(steps);

/**
 * The thread in which mdns-js looks for other servers. It may hang or die of any packet that somebody sends (which is why
 * it is a thread, see docs/decisions/0002-two-mdns-libraries.md), so it keeps nothing that would be missed.
 */
import { Browser } from 'mdns-js';
import * as v from 'valibot';
import { joinGuard } from '../guarded-thread.ts';
import { LanNetworking } from './lan-networking.ts';
import { SERVICE_TYPE } from './mdns-names.ts';
import { MAX_SIGHTINGS } from './neighbour.ts';
import { type MdnsPacket, type RawSighting, readSightings } from './sightings.ts';

/** Somebody who answers every question a thousand times still makes one message a second. */
const POST_MS = 1_000;
const ASK_MS = 20_000;
/** The first questions come quickly: sockets take a moment to open, and packets are lost on Wi-Fi. */
const FIRST_ASKS_MS = [100, 1_000, 3_000];

const thread = joinGuard(() => Promise.resolve(networking.close()));
const { addresses } = v.parse(v.object({ addresses: v.array(v.string()) }), thread.data);

const networking = new LanNetworking(addresses);
// The browser's own events tell neither of goodbyes nor that somebody is still there, so it only asks.
const browser = new Browser(networking, `_${SERVICE_TYPE}._tcp`);
let heard: RawSighting[] = [];

networking.on('packets', (packets: readonly MdnsPacket[]) => {
  const sightings = packets.flatMap(readSightings);
  if (sightings.length === 0) return;
  if (heard.length === 0) setTimeout(post, POST_MS);
  heard = [...heard, ...sightings].slice(-MAX_SIGHTINGS);
});

function post(): void {
  thread.post(heard);
  heard = [];
}

for (const delayMs of FIRST_ASKS_MS) setTimeout(() => browser.discover(), delayMs);
setInterval(() => browser.discover(), ASK_MS);

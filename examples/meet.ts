/**
 * Meets people by chance from a terminal. What is typed is written to whoever was met; `/next` moves on, `/leave` ends it.
 *
 *     earshot key create "Ana's terminal" --scopes bot,meet
 *     EARSHOT_URL=https://192.168.1.20:5443 EARSHOT_KEY=ek_... EARSHOT_CA=earshot-ca.crt node meet.ts
 *
 * Node 22.18 and newer run it as it is; the package `earshot` has to be installed beside it. The certificate of the server's authority is at
 * http://192.168.1.20:5443/earshot-ca.crt.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { EarshotClient, Refusal, type BotEvent, type FoundPartner } from 'earshot/client';

const { EARSHOT_URL: url, EARSHOT_KEY: key, EARSHOT_CA: caFile } = process.env;
if (url === undefined || key === undefined) throw new Error('EARSHOT_URL and EARSHOT_KEY have to be set');

const client = new EarshotClient({
  url,
  key,
  ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
});
const stopping = new AbortController();
let met: FoundPartner | null = null;

/** Names and messages come from others, and a terminal obeys what it prints. */
const say = (text: string) => process.stdout.write(`${text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}\n`);

async function hear({ event, payload }: BotEvent): Promise<void> {
  if (event === 'waiting_for_partner') say('Looking for somebody to write with…');
  else if (event === 'partner_found') {
    met = payload;
    say(`You have met ${payload.peer.name}. Say hello! /next moves on, /leave ends it.`);
  } else if (event === 'receive_private_message' && payload.from === met?.peer.id) {
    await client.markRead(payload.from, [payload.messageId]);
    say(`${met.peer.name}: ${payload.text}`);
  } else if (event === 'partner_left' || event === 'partner_disconnected') {
    say(`${met?.peer.name ?? 'Somebody'} is gone.`);
    met = null;
    if (event === 'partner_disconnected' || payload.reason !== 'next') say('/next looks for somebody else.');
  } else if (event === 'meeting_ended' && payload.reason === 'waited_too_long')
    say('Nobody came within ten minutes. /next looks again.');
}

async function obey(line: string): Promise<void> {
  if (line === '/leave') stopping.abort();
  else if (line === '/next') await (met === null ? client.meet() : client.nextPartner(met.roomId));
  else if (line !== '' && met !== null) await client.send(met.peer.id, line);
  else if (line !== '') say('There is nobody to write to yet.');
}

/** Somebody who left a moment before is no reason to stop. */
async function trying(step: Promise<void>): Promise<void> {
  await step.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    say(`Refused: ${error.message}`);
  });
}

async function listen(): Promise<void> {
  for await (const event of client.events(stopping.signal)) await trying(hear(event));
}
async function read(): Promise<void> {
  const lines = createInterface({ input: process.stdin, signal: stopping.signal });
  for await (const line of lines) await trying(obey(line.trim()));
  stopping.abort();
}

process.once('SIGINT', () => stopping.abort());
await client.meet();
await Promise.all([listen(), read()]);
await client.disconnect();

/**
 * Says everything back to whoever writes to it, and accepts whoever asks.
 *
 *     earshot key create Echo --scopes bot
 *     EARSHOT_URL=https://192.168.1.20:5443 EARSHOT_KEY=ek_... EARSHOT_CA=earshot-ca.crt node echo-bot.ts
 *
 * Node 22.18 and newer run it as it is; the package `earshot` has to be installed beside it. The certificate of the server's authority is at
 * http://192.168.1.20:5443/earshot-ca.crt.
 */
import { readFileSync } from 'node:fs';
import { EarshotClient, Refusal } from 'earshot/client';

const { EARSHOT_URL: url, EARSHOT_KEY: key, EARSHOT_CA: caFile } = process.env;
if (url === undefined || key === undefined) throw new Error('EARSHOT_URL and EARSHOT_KEY have to be set');

const bot = new EarshotClient({
  url,
  key,
  ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
});
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const me = await bot.appear();
process.stdout.write(`Here as ${me.name}\n`);
for await (const { event, payload } of bot.events(stopping.signal)) {
  try {
    if (event === 'incoming_chat_request') await bot.answer(payload, 'accept');
    // An edit, a reaction or a deletion is about a message, and not one to be said back.
    if (event === 'receive_private_message' && payload.about === undefined) {
      await bot.markRead(payload.from, [payload.messageId]);
      await bot.send(payload.from, payload.text);
    }
  } catch (error) {
    // Somebody who has left or changed their mind meanwhile is no reason to stop.
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`Refused: ${error.message}\n`);
  }
}
await bot.disconnect();

/** The thread in which the relay runs. It may hang or die of any packet that somebody sends, and is then started again, without its calls. */
import * as v from 'valibot';
import { joinGuard } from '../guarded-thread.ts';
import { permitSchema, relayTaskSchema, type RelayReport } from './relay-message.ts';
import { TurnRelay } from './turn-relay.ts';

const SWEEP_MS = 5_000;

const thread = joinGuard(
  () => relay.close(),
  (message) => relay.permit(v.parse(permitSchema, message).permit),
);
const task = v.parse(relayTaskSchema, thread.data);
const options = { ...task, now: () => Date.now() };
let relay = new TurnRelay(options);
const report = (message: RelayReport) => thread.post(message);

async function listen(): Promise<number> {
  try {
    return await relay.listen();
  } catch (error) {
    if (task.port === 0) throw error;
    // Somebody else has the port, probably another TURN server. Browsers are told the port anyway.
    await relay.close();
    relay = new TurnRelay({ ...options, port: 0 });
    return await relay.listen();
  }
}

const port = await listen();
report({ port, ports: 0 });
setInterval(() => {
  relay.sweep();
  report({ port, ports: relay.ports });
}, SWEEP_MS);

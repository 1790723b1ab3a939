/**
 * The thread in which ciao answers for our host name and service. It is a thread because ciao, good as it is, ends its
 * process when it cannot announce again, rejects promises that nobody holds, and prints to the terminal
 * (docs/decisions/0002-two-mdns-libraries.md).
 */
import { getResponder, type Responder } from '@homebridge/ciao';
import * as v from 'valibot';
import { type AdvertiserMessage, advertiserTaskSchema } from './advertiser-message.ts';
import { joinGuard } from '../guarded-thread.ts';
import { fitBytes, hostLabel, SERVICE_TYPE, serviceName } from './mdns-names.ts';

/** ciao declares this member private, without a type, and tells in no other way what it could bind. */
interface WithServer {
  readonly server: { getBoundInterfaceNames(): Iterable<string> };
}

const MAX_NUMBER = 100;
/** A TXT string holds 255 bytes, but mdns-js takes a length above 191 for something else. */
const MAX_NAME_BYTES = 180;

let responder: Responder | null = null;
const thread = joinGuard(async () => {
  await responder?.shutdown();
});
const post = (message: AdvertiserMessage) => thread.post(message);
const task = v.parse(advertiserTaskSchema, thread.data);
const interfaceNames = [...new Set(task.addresses.map(({ interfaceName }) => interfaceName))];

// By name, because ciao left to itself overlooks those that `ip` prints as `eth0@if7`: containers, VLANs. It adds the
// loopback to the array it is given, so that is a copy.
responder = getResponder({ interface: [...interfaceNames] });
await announce(responder, task.number);

async function announce(responder: Responder, number: number): Promise<void> {
  if (number > MAX_NUMBER) throw new Error('every host name that could be tried is taken');
  const service = responder.createService({
    name: serviceName(task.name, number),
    type: SERVICE_TYPE,
    port: task.port,
    hostname: hostLabel(number),
    restrictedAddresses: task.addresses.map(({ address }) => address),
    txt: { v: '1', path: '/', id: task.id, name: fitBytes(task.name, MAX_NAME_BYTES) },
  });
  service.on('name-change', () => {});
  // A conflict, at the start or at any time later: ciao has chosen `earshot-(2)` and is about to announce it. Ending the
  // service inside of the event prevents that. A failure may end the thread: then it is started again.
  service.once('hostname-change', () => {
    post({ kind: 'lost' });
    void service.destroy().then(() => announce(responder, number + 1));
  });
  await service.advertise();
  if (service.isDestroyed()) return;
  const { server } = responder as unknown as WithServer;
  const bound = [...server.getBoundInterfaceNames()];
  const interfaces = interfaceNames.filter((name) => bound.includes(name));
  // ciao goes on without a socket, and would say that it holds a name which nobody ever hears of.
  if (interfaces.length === 0) throw new Error('port 5353 could not be opened on any LAN interface');
  post({ kind: 'held', number, interfaces });
}

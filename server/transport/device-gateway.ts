/**
 * Lets new devices ask to be somebody's. One that comes with the right secret is told a name; it becomes that person only when the
 * tab that showed the secret says so, and then by a ticket for the session cookie, which no script ever sees.
 */
import type { Namespace } from 'socket.io';
import * as v from 'valibot';
import {
  DEVICE_NAMESPACE,
  type DeviceNotices,
  type DeviceToServerEvents,
  type ServerToDeviceEvents,
} from '../../protocol/device-link.ts';
import { AppError, type WireError } from '../../protocol/errors.ts';
import type { LinkId, TabId, UserId } from '../../protocol/ids.ts';
import { deviceHandshakeSchema } from '../../protocol/schemas.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Log } from '../log.ts';
import { plainAddress } from '../permitted-hosts.ts';
import type { DeviceLinks } from '../state/device-links.ts';
import { userKey } from '../state/record-keys.ts';
import type { RuleRunner } from '../state/rule-runner.ts';
import { deviceKind } from './device-kind.ts';
import { seenAddresses } from './seen-addresses.ts';
import { readSessionCookie, type SessionTokens } from './session-token.ts';
import type { Sockets } from './sockets.ts';

interface DeviceData {
  readonly secret: string;
  readonly tab: TabId;
  readonly user: UserId;
  readonly offered: DeviceNotices['device_link_offered'];
}
type Devices = Namespace<
  DeviceToServerEvents,
  ServerToDeviceEvents,
  Record<string, never>,
  { device: DeviceData }
>;
type DeviceSocket = Parameters<Parameters<Devices['use']>[0]>[0];

interface DeviceGatewayOptions {
  readonly sockets: Sockets;
  readonly tokens: SessionTokens;
  readonly links: DeviceLinks;
  readonly rules: RuleRunner;
  /** This computer's own on the network. */
  readonly ownAddresses: () => readonly string[];
  readonly log: Log;
}

/** Wrong secrets on one connection before it is closed. */
const MOST_WRONG = 3;

export function openDeviceGateway(options: DeviceGatewayOptions): void {
  const { sockets, tokens, links, rules, ownAddresses, log } = options;
  // A namespace has events of its own, which the server's type gives to all of them alike.
  const devices = sockets.io.of(DEVICE_NAMESPACE) as unknown as Devices;
  const wrong = new WeakMap<DeviceSocket['conn'], number>();

  async function admit(socket: DeviceSocket): Promise<void> {
    const parsed = v.safeParse(deviceHandshakeSchema, socket.handshake.auth);
    if (!parsed.success) throw new AppError('bad_payload', 'handshake');
    const { protocol, secret, tab } = parsed.output;
    if (protocol !== PROTOCOL_VERSION) throw new AppError('protocol_outdated', String(PROTOCOL_VERSION));
    const { user } = links.find(secret);
    const name = (await rules.read(userKey(user)))?.name;
    if (name === undefined) throw new AppError('link_ended', 'gone');
    const own = tokens.verify(readSessionCookie(socket.request.headers.cookie) ?? '');
    socket.data.device = { secret, tab, user, offered: { name, known: own === user } };
  }

  function claim(socket: DeviceSocket): { readonly id: LinkId; readonly number: string } {
    const { secret, tab, offered } = socket.data.device;
    return links.claim(secret, {
      ...deviceKind(socket.handshake.headers['user-agent'] ?? ''),
      tab,
      address: plainAddress(socket.handshake.address),
      addresses: seenAddresses(socket.handshake, ownAddresses()),
      known: offered.known,
      port: {
        allowed: (ticket, by) => {
          const addresses = sockets.addressesOf(by);
          socket.emit('device_link_allowed', { linkId: by.id, user: by.user, ticket, addresses });
        },
        ended: (reason) => socket.emit('device_link_ended', { reason }),
      },
    });
  }

  function welcome(socket: DeviceSocket): void {
    let claimed: LinkId | null = null;
    socket.on('disconnect', () => {
      if (claimed !== null) links.unclaim(claimed);
    });
    socket.on('claim_device_link', (_payload, ack) => {
      // What the types promise is only what an honest device sends.
      if (typeof (ack as unknown) !== 'function') return;
      try {
        const { id, number } = claim(socket);
        claimed = id;
        ack({ ok: true, value: { number } });
      } catch (error) {
        ack({ ok: false, error: wireError(error) });
      }
    });
    socket.emit('device_link_offered', socket.data.device.offered);
  }

  function wireError(error: unknown): WireError {
    if (!(error instanceof AppError)) log.error('device not served', error);
    const { code, detail } = error instanceof AppError ? error : new AppError('internal');
    return { code, detail };
  }

  devices.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => {
        const data = wireError(error);
        next(Object.assign(new Error(data.code), { data }));
        const tries = (wrong.get(socket.conn) ?? 0) + 1;
        wrong.set(socket.conn, tries);
        if (tries >= MOST_WRONG) socket.conn.close();
      },
    );
  });
  devices.on('connection', welcome);
}

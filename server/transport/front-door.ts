/** A tab comes and goes: the person arrives, is told what is going on, and departs with a grace. */
import type { Handshake, Welcome } from '../../protocol/events.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import { incomingCallNotice, startedAgainNotice } from '../domain/call-notices.ts';
import * as callExpiry from '../domain/call-expiry.ts';
import * as chatRequests from '../domain/chat-requests.ts';
import { cleanName } from '../domain/names.ts';
import * as presence from '../domain/presence.ts';
import type { UserRecord } from '../domain/records.ts';
import { toTab, toUser, type Notice } from '../domain/rule.ts';
import { callKey, chatRequestKey, userKey } from '../state/record-keys.ts';
import { AppError } from '../../protocol/errors.ts';
import { seatOf, type Caller, type HandlerContext } from './request-handlers.ts';
import { checkOwner, nameChangeKeys, suggestingName } from './requests/presence.ts';
import type { Doorway } from './socket-gateway.ts';

/** The part of the welcome that is the same for everyone. */
export type ServerFacts = Omit<Welcome, 'me' | 'token' | 'limits' | 'serverTime' | 'iceServers' | 'meeting'>;

export function createFrontDoor(context: HandlerContext & { readonly facts: () => ServerFacts }): Doorway {
  const { rules, consents, directory, links, mailbox, meetings, names, relay, paths, waits, clock } = context;

  /** The call this person is in, told to the rules that follow its tabs. */
  async function onCallOf(
    user: UserId,
    rule: (keys: { call: ReturnType<typeof callKey> }) => Promise<unknown>,
  ) {
    const peer = (await rules.read(userKey(user)))?.call?.peer;
    if (peer !== undefined) await rule({ call: callKey(user, peer) });
  }

  async function talks(user: UserId): Promise<boolean> {
    const peer = (await rules.read(userKey(user)))?.call?.peer;
    return peer !== undefined && (await rules.read(callKey(user, peer)))?.phase === 'active';
  }

  /**
   * Whoever may write to somebody who was here already is told that they have connected anew, since the old connection may have
   * swallowed something. Of somebody new, everyone is told.
   */
  function anew(me: UserRecord): Notice[] {
    if (!directory.has(me.id)) return [];
    const payload = { joined: [], updated: [presence.personOf(me)], left: [] };
    const friends = consents.acceptedBy(me.id).filter((peer) => relay.tabsOf(peer) > 0);
    return friends.map((peer) => ({ to: toUser(peer), name: 'online_users_changed', payload }));
  }

  async function pendingRequests(me: UserRecord): Promise<Notice[]> {
    const notices = await Promise.all(
      me.askedBy.map(async (from) => {
        const [asker, request] = [
          await rules.read(userKey(from)),
          await rules.read(chatRequestKey(from, me.id)),
        ];
        return asker && request?.phase === 'pending' ? [chatRequests.shown(request, asker, clock.now())] : [];
      }),
    );
    return notices.flat();
  }

  /** A call that rings here, or that this tab holds and may have missed the start of. */
  async function currentCall(me: UserRecord, tab: TabId): Promise<Notice[]> {
    if (me.call === null) return [];
    const call = await rules.read(callKey(me.id, me.call.peer));
    const peer = await rules.read(userKey(me.call.peer));
    if (call === null || peer === null) return [];
    if (call.phase === 'ringing')
      return call.callee.user === me.id ? [incomingCallNotice(call, peer, me)] : [];
    const started = startedAgainNotice(call, { user: me.id, tab }, peer);
    return started === null ? [] : [started];
  }

  return {
    arrive: async ({ user, tab }, { name: raw, status, accepted, blocked }: Handshake, bot = false) => {
      // Of whoever logs in, the server knows better.
      const name = names.nameOf(user) ?? cleanName(raw);
      const folded = foldName(name);
      const keys = await nameChangeKeys(rules, user, folded);
      const command = { id: user, tab, name, folded, status, bot };
      const arrive = async () => {
        checkOwner(names, user, folded);
        return rules.run(keys, (records) => presence.arrive(records, command));
      };
      await suggestingName(rules, name, arrive, names);
      consents.state(user, { accepted, blocked });
      if (blocked.length > 0) await meetings.leaveBlocked(user);
      links.came({ user, tab });
      await onCallOf(user, (call) =>
        rules.run(call, (records) => callExpiry.partyBack(records, { user, tab })),
      );
    },

    greet: async ({ user, tab }, token) => {
      const me = await rules.read(userKey(user));
      if (me === null) throw new AppError('session_invalid');
      const to = toTab(user, tab);
      const meeting = await meetings.current(user);
      const welcome = {
        ...context.facts(),
        me: presence.personOf(me),
        token,
        limits: LIMITS,
        iceServers: paths.standing(seatOf(relay, { user, tab })),
        serverTime: clock.now(),
        ...(meeting === null ? {} : { meeting }),
      };
      const first: Notice[] = [
        { to, name: 'welcome', payload: welcome },
        { to, name: 'online_users_list', payload: directory.firstPage() },
      ];
      const held = mailbox
        .waiting(user)
        .map((payload): Notice => ({ to, name: 'receive_private_message', payload }));
      const waiting = [...held, ...(await pendingRequests(me)), ...(await currentCall(me, tab))];
      return [...first, ...waiting.map((notice) => ({ ...notice, to })), ...anew(me)];
    },

    depart: async ({ user, tab }: Caller) => {
      links.went({ user, tab });
      await onCallOf(user, (call) => {
        const graces = { ringingGraceMs: waits.graceMs, activeGraceMs: waits.callGraceMs };
        return rules.run(call, (records, now) =>
          callExpiry.partyLost(records, { user, tab, ...graces }, now),
        );
      });
      // Whoever counts as gone has no call any more, so during one that takes as long as the call waits.
      const graceMs = (await talks(user)) ? Math.max(waits.graceMs, waits.callGraceMs) : waits.graceMs;
      await rules.run({ me: userKey(user) }, (records, now) =>
        presence.depart(records, { tab, graceMs }, now),
      );
    },
  };
}

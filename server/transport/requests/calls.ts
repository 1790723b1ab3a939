/** Requests about calls: control, and the relay of signals between the two tabs of an active call or device link. */
import { AppError } from '../../../protocol/errors.ts';
import type { CallId, LinkId, UserId } from '../../../protocol/ids.ts';
import { resume } from '../../domain/call-resume.ts';
import * as calls from '../../domain/calls.ts';
import type { CallRecord } from '../../domain/records.ts';
import { callKey, userKey } from '../../state/record-keys.ts';
import { lanSignal } from '../lan-candidates.ts';
import {
  seatOf,
  type Caller,
  type HandlerContext,
  type RequestHandlers,
  type SignalNotice,
} from '../request-handlers.ts';

type Handled =
  | 'start_call'
  | 'accept_call'
  | 'reject_call'
  | 'end_call'
  | 'resume_call'
  | 'call_ringing'
  | 'ask_relay'
  | 'webrtc_offer'
  | 'webrtc_answer'
  | 'webrtc_ice_candidate';

export function callRequests(context: HandlerContext): Pick<RequestHandlers, Handled> {
  const { rules, consents, meetings, relay, paths, links, waits, counts, newId, run } = context;

  const keysOf = (caller: UserId, callee: UserId) => ({
    caller: userKey(caller),
    callee: userKey(callee),
    call: callKey(caller, callee),
  });

  /** The call somebody is in. @throws AppError `call_ended` where it is not the one they speak of */
  async function currentCall(user: UserId, id: CallId | LinkId) {
    const peer = (await rules.read(userKey(user)))?.call?.peer;
    const call = peer === undefined ? null : await rules.read(callKey(user, peer));
    if (call?.id !== id) throw new AppError('call_ended');
    return call;
  }

  async function currentKeys(user: UserId, id: CallId) {
    const { caller, callee } = await currentCall(user, id);
    return keysOf(caller.user, callee.user);
  }

  /** A call of one's own whose tab is gone for good (a reload, a crash) must not keep one from calling again. */
  async function endForsakenCall(user: UserId): Promise<void> {
    const me = await rules.read(userKey(user));
    const call = me?.call ? await rules.read(callKey(user, me.call.peer)) : null;
    if (me === null || call === null) return;
    const mine = call.caller.user === user ? call.caller.tab : call.callee.tab;
    if (mine === null || me.tabs.some((tab) => tab.id === mine)) return;
    const by = { user, tab: mine, id: call.id, reason: 'failed' } as const;
    await rules.run(keysOf(call.caller.user, call.callee.user), (records) => calls.end(records, by));
  }

  const otherTab = (by: Caller, call: CallRecord): Caller =>
    calls.signalTarget(call, { user: by.user, tab: by.tab, id: call.id });

  async function relaySignal(by: Caller, signal: SignalNotice): Promise<Record<string, never>> {
    const id = signal.payload.callId;
    const target = links.signalTarget(by, id) ?? otherTab(by, await currentCall(by.user, id));
    const seen = signal.name === 'webrtc_ice_candidate' ? relay.addressesOf(by) : [];
    const passable = lanSignal(signal, seen);
    // Answered like any other: whoever trickles has nothing to do about it, and whoever probes learns nothing.
    if (passable !== null) await relay.deliver(target, passable);
    return {};
  }

  return {
    start_call: async ({ user, tab }, { to, media }) => {
      if (to === user) throw new AppError('user_unknown');
      await endForsakenCall(user);
      const command = {
        id: newId<CallId>(),
        tab,
        media,
        accepted: consents.mayCall(user, to),
        ringMs: waits.ringMs,
        run,
      };
      const started = await rules.run(keysOf(user, to), (records, now) => calls.start(records, command, now));
      if (started === 'user_busy') throw new AppError(started);
      if (started.answered) await meetings.called(user, to);
      else counts.calls += 1;
      return started;
    },

    accept_call: async (by, { callId, media }) => {
      const keys = await currentKeys(by.user, callId);
      await rules.run(keys, (records, now) => calls.accept(records, { ...by, id: callId, media }, now));
      const call = await rules.read(keys.call);
      if (call !== null) await meetings.called(call.caller.user, call.callee.user);
      return {};
    },

    reject_call: async (by, { callId }) => {
      const keys = await currentKeys(by.user, callId);
      await rules.run(keys, (records) => calls.reject(records, { ...by, id: callId }));
      return {};
    },

    end_call: async (by, { callId, reason }) => {
      const keys = await currentKeys(by.user, callId);
      await rules.run(keys, (records) => calls.end(records, { ...by, id: callId, reason }));
      return {};
    },

    resume_call: async ({ user, tab }, { callId, peer, role, media, tab: heldBy, run: knownTo }) => {
      if (peer === user) throw new AppError('call_ended');
      const command = {
        ...{ user, peer, tab, heldBy, role, media, knownTo, run },
        id: callId,
        newId: newId<CallId>(),
        accepted: consents.mayCall(user, peer),
        graceMs: waits.callGraceMs,
      };
      const keys = role === 'caller' ? keysOf(user, peer) : keysOf(peer, user);
      await rules.run(keys, (records, now) => resume(records, command, now));
      return {};
    },

    call_ringing: async (by, { callId, audible }) => {
      const { call, callee } = await currentKeys(by.user, callId);
      await rules.run({ call, callee }, (records) => calls.ring(records, { ...by, id: callId, audible }));
      return {};
    },

    ask_relay: async (by, { callId }) => {
      const peer = callId === null ? [] : relay.addressesOf(otherTab(by, await currentCall(by.user, callId)));
      return { iceServers: await paths.asked(seatOf(relay, by), peer) };
    },

    webrtc_offer: (by, payload) => relaySignal(by, { name: 'webrtc_offer', payload }),
    webrtc_answer: (by, payload) => relaySignal(by, { name: 'webrtc_answer', payload }),
    webrtc_ice_candidate: (by, payload) => relaySignal(by, { name: 'webrtc_ice_candidate', payload }),
  };
}

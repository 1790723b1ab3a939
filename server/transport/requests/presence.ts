/** Requests about people: the list, one's own profile, and whom one accepts. */
import { LIMITS } from '../../../protocol/limits.ts';
import { AppError } from '../../../protocol/errors.ts';
import { foldName } from '../../../protocol/fold-name.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { cleanName, numberedName } from '../../domain/names.ts';
import * as calls from '../../domain/calls.ts';
import * as chatRequests from '../../domain/chat-requests.ts';
import * as presence from '../../domain/presence.ts';
import { nobodyOwns, type OwnedNames } from '../account-door.ts';
import { callKey, chatRequestKey, nameKey, userKey } from '../../state/record-keys.ts';
import type { RuleRunner } from '../../state/rule-runner.ts';
import type { HandlerContext, RequestHandlers } from '../request-handlers.ts';

/** The name with the lowest number that nobody holds, for somebody whose name is taken. */
export async function freeName(rules: RuleRunner, name: string, names = nobodyOwns): Promise<string> {
  for (let number = 2; number < 1_000; number += 1) {
    const candidate = numberedName(name, number);
    const folded = foldName(candidate);
    if ((await rules.read(nameKey(folded))) === null && names.ownerOf(folded) === null) return candidate;
  }
  return '';
}

/** Keys of a person, of the name they want, and of the name they have. */
export async function nameChangeKeys(rules: RuleRunner, id: UserId, folded: string | null) {
  const held = (await rules.read(userKey(id)))?.foldedName;
  const wanted = folded ?? held ?? '';
  return { me: userKey(id), name: nameKey(wanted), oldName: nameKey(held ?? wanted) };
}

/** @throws AppError `name_taken` where it belongs to somebody else, here or not */
export function checkOwner(names: OwnedNames, user: UserId, folded: string): void {
  const owner = names.ownerOf(folded);
  if (owner !== null && owner !== user) throw new AppError('name_taken');
}

/** Adds the free suggestion to `name_taken`. */
export async function suggestingName<T>(
  rules: RuleRunner,
  name: string,
  step: () => Promise<T>,
  names = nobodyOwns,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'name_taken') throw error;
    throw new AppError('name_taken', await freeName(rules, name, names), { cause: error });
  }
}

type Handled = 'get_online_users' | 'set_profile' | 'leave' | 'set_consent';

export function presenceRequests(context: HandlerContext): Pick<RequestHandlers, Handled> {
  const { rules, consents, directory, meetings, names, relay } = context;

  /** A block ends what is going on: one's own request is withdrawn, theirs is out of sight, a call is hung up. */
  async function endAllBetween(user: UserId, peer: UserId): Promise<void> {
    const [me, other] = [userKey(user), userKey(peer)];
    const mine = { asker: me, asked: other, request: chatRequestKey(user, peer) };
    await rules.run(mine, (records, now) => chatRequests.end(records, { reason: 'withdrawn' }, now));
    const theirs = { asker: other, asked: me, request: chatRequestKey(peer, user) };
    await rules.run(theirs, (records) => chatRequests.hide(records));
    await meetings.leaveBlocked(user);
    const call = await rules.read(callKey(user, peer));
    if (call === null) return;
    const keys = {
      caller: userKey(call.caller.user),
      callee: userKey(call.callee.user),
      call: callKey(user, peer),
    };
    const by = { user, id: call.id, reason: 'hung_up' } as const;
    await rules.run(keys, (records) => calls.end(records, by));
  }

  /** The owned name first, which can fail, and back where the rest does: nobody is shown under a name that is not theirs. */
  async function renamed<T>(
    user: UserId,
    { shown, folded }: { readonly shown: string; readonly folded: string },
    step: () => Promise<T>,
  ): Promise<T> {
    checkOwner(names, user, folded);
    const before = names.nameOf(user);
    if (before !== shown) names.rename(user, shown);
    try {
      return await step();
    } catch (error) {
      if (before !== null && before !== shown) names.rename(user, before);
      throw error;
    }
  }

  return {
    get_online_users: (_caller, page) => directory.page({ ...page, size: LIMITS.peoplePerPage }),

    set_profile: async ({ user, tab }, { name: raw, status, idle }) => {
      const shown = raw === undefined ? null : cleanName(raw);
      const name = shown === null ? null : { shown, folded: foldName(shown) };
      const keys = await nameChangeKeys(rules, user, name?.folded ?? null);
      const change = async () => {
        const step = () =>
          rules.run(keys, (records) => presence.changeProfile(records, { tab, name, status, idle }));
        return name === null ? step() : renamed(user, name, step);
      };
      return { me: await suggestingName(rules, shown ?? '', change, names) };
    },

    leave: async ({ user, tab }) => {
      const me = await rules.read(userKey(user));
      // Of the last one, so whomever they have met is not just waited for.
      if (me?.tabs.every(({ id }) => id === tab) === true) await meetings.leave(user);
      await rules.run({ me: userKey(user) }, (records, now) =>
        presence.depart(records, { tab, graceMs: 0 }, now),
      );
      return {};
    },

    set_consent: async ({ user }, { peer, consent }) => {
      const before = consents.mutual(user, peer);
      consents.set(user, peer, consent);
      if (consent === 'blocked') await endAllBetween(user, peer);
      // An acceptance given again opens what the other never closed, and both are told.
      if (!before && consents.mutual(user, peer)) {
        const [me, other] = [await rules.read(userKey(user)), await rules.read(userKey(peer))];
        for (const notice of chatRequests.acceptedNotices(me, other)) relay.send(notice);
      }
      return {};
    },
  };
}

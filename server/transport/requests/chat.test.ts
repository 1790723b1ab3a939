/** Who may write to whom, and where it goes: consent as each of the two has given it, whatever the other says. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageId, UserId } from '../../../protocol/ids.ts';
import { lobby, tabOf, WAITS } from '../../../tests/support/lobby.ts';
import { id, tabId, userId } from '../../../tests/support/records.ts';
import { toUser } from '../../domain/rule.ts';

const [ana, bea, cem] = [userId('ana'), userId('bea'), userId('cem')];
const [anaTab, beaTab] = [tabOf('ana'), tabOf('bea')];

let place: ReturnType<typeof lobby>;
beforeEach(async () => {
  place = lobby();
  await place.come(anaTab, 'ana');
  await place.come(beaTab, 'bea');
  place.news();
});

const befriend = () => {
  place.consents.set(ana, bea, 'accepted');
  place.consents.set(bea, ana, 'accepted');
};
const ask = (from = anaTab, to = bea) =>
  Promise.resolve(place.requests.send_chat_request(from, { to, note: '' }));
const told = () => place.news().map(({ to, name }) => [name, 'user' in to ? to.user : null]);
/** What is thrown at once or later. */
const refusal = async (step: () => unknown): Promise<unknown> => {
  try {
    return await step();
  } catch (error) {
    return error;
  }
};
const code = (expected: string) => expect.objectContaining({ code: expected }) as unknown;

describe('a request to chat', () => {
  it('[CHAT-1] is shown to whoever is asked, for as long as it waits', async () => {
    const reply = await ask();
    expect(reply.expiresInMs).toBe(WAITS.requestMs);
    expect(place.news()).toMatchObject([
      {
        to: toUser(bea),
        name: 'incoming_chat_request',
        payload: { requestId: reply.requestId, from: { id: ana }, expiresInMs: WAITS.requestMs },
      },
    ]);
    expect(place.consents.accepts(ana, bea)).toBe(false);
  });

  it('is not made to oneself, nor to somebody who accepts one already', async () => {
    expect(await refusal(() => ask(anaTab, ana))).toEqual(code('user_unknown'));
    place.consents.set(bea, ana, 'accepted');
    expect(await refusal(() => ask())).toEqual(code('already_accepted'));
    expect(place.news()).toEqual([]);
  });

  it('[CHAT-2] to somebody who asks oneself is a yes', async () => {
    const theirs = await ask(beaTab, ana);
    place.news();
    expect(await ask()).toEqual({ requestId: theirs.requestId, expiresInMs: 0 });
    expect(place.consents.mutual(ana, bea)).toBe(true);
    expect(told()).toEqual([
      ['chat_request_ended', ana],
      ['chat_request_accepted', bea],
      ['chat_request_accepted', ana],
    ]);
  });

  it('[CHAT-2] is not a yes to one that was declined', async () => {
    const { requestId } = await ask(beaTab, ana);
    await place.requests.respond_chat_request(anaTab, { from: bea, requestId, answer: 'decline' });
    const mine = await ask();
    expect(mine.requestId).not.toBe(requestId);
    expect(place.consents.accepts(ana, bea)).toBe(false);
  });

  it('[CHAT-6] to somebody who blocked one waits unseen, also where they had asked', async () => {
    await ask(beaTab, ana);
    place.news();
    place.consents.set(bea, ana, 'blocked');
    expect((await ask()).expiresInMs).toBe(WAITS.requestMs);
    expect(place.news()).toEqual([]);
    expect(place.consents.accepts(ana, bea)).toBe(false);
  });

  it('[CHAT-4] is withdrawn by whoever made it', async () => {
    await ask();
    place.news();
    await place.requests.cancel_chat_request(beaTab, { to: ana });
    expect(place.news()).toEqual([]);
    await place.requests.cancel_chat_request(anaTab, { to: bea });
    expect(place.news()).toMatchObject([
      { to: toUser(bea), payload: { reason: 'withdrawn' } },
      { to: toUser(ana), payload: { reason: 'withdrawn' } },
    ]);
  });

  it.each([
    ['accept', { accepts: true, accepted: true, blocks: false }],
    ['decline', { accepts: false, accepted: false, blocks: false }],
    ['block', { accepts: false, accepted: false, blocks: true }],
  ] as const)('[CHAT-3] is answered with %s', async (answer, expected) => {
    const { requestId } = await ask();
    await place.requests.respond_chat_request(beaTab, { from: ana, requestId, answer });
    const { consents } = place;
    const accepts = consents.accepts(bea, ana);
    expect({ accepts, accepted: consents.accepts(ana, bea), blocks: consents.blocks(bea, ana) }).toEqual(
      expected,
    );
  });

  it('[CHAT-5] that was declined cannot be made again before the cool-down is over', async () => {
    const { requestId } = await ask();
    await place.requests.respond_chat_request(beaTab, { from: ana, requestId, answer: 'decline' });
    expect(await refusal(() => ask())).toEqual(code('request_cooldown'));
    place.clock.advance(WAITS.cooldownMs);
    await ask();
  });

  it('[CHAT-9] of somebody who has blocked one since cannot be answered', async () => {
    const { requestId } = await ask();
    place.consents.set(ana, bea, 'blocked');
    const answer = { from: ana, requestId, answer: 'accept' } as const;
    expect(await refusal(() => place.requests.respond_chat_request(beaTab, answer))).toEqual(
      code('request_ended'),
    );
    expect(place.consents.accepts(bea, ana)).toBe(false);
  });
});

const MESSAGE = { messageId: id<MessageId>('m1'), clock: 3, sentAt: 5, text: 'hello' };
const send = (change: object = {}, from = anaTab, to = bea) =>
  place.requests.send_private_message(from, { ...MESSAGE, to, ...change });

describe('a message', () => {
  it.each([
    ['nobody has said anything', () => {}],
    ['only the sender accepts', () => place.consents.set(ana, bea, 'accepted')],
    ['only the recipient accepts', () => place.consents.set(bea, ana, 'accepted')],
    [
      'the recipient has blocked the sender',
      () => {
        befriend();
        place.consents.set(bea, ana, 'blocked');
      },
    ],
  ])('[MSG-1] does not pass where %s', async (_title, given) => {
    given();
    expect(await refusal(() => send())).toEqual(code('not_accepted'));
    expect([place.news(), place.mailbox.count]).toEqual([[], 0]);
  });

  it('[MSG-1] to somebody of whom nothing is known yet may be sent again later', async () => {
    expect(await refusal(() => send({}, anaTab, cem))).toEqual(code('user_offline'));
  });

  it('[MSG-1] passes as it was sent, with the name of its sender', () => {
    befriend();
    expect(send()).toEqual({ status: 'sent' });
    expect(place.news()).toEqual([
      { to: toUser(bea), name: 'receive_private_message', payload: { ...MESSAGE, to: bea, from: ana } },
    ]);
    expect(place.mailbox.count).toBe(0);
  });

  it('[MSG-10] says what it is about, and nothing where it is about nothing', async () => {
    befriend();
    const about = { kind: 'reply', message: id<MessageId>('m0') } as const;
    await send({ about });
    await send();
    expect(place.news().map(({ payload }) => ('about' in payload ? payload.about : 'nothing'))).toEqual([
      about,
      'nothing',
    ]);
  });

  it('goes to the other tabs of its sender too, where there are any', async () => {
    befriend();
    place.open.set(ana, 2);
    await send();
    const payload = { ...MESSAGE, to: bea, from: ana };
    expect(place.news()).toEqual([
      { to: toUser(bea), name: 'receive_private_message', payload },
      { to: toUser(ana, tabId('ana1')), name: 'receive_private_message', payload },
    ]);
  });

  it('[MSG-8] for somebody who is away is kept as long as there is room', async () => {
    befriend();
    place.open.delete(bea);
    expect([send(), send({ messageId: id<MessageId>('m2') })]).toEqual([
      { status: 'sent' },
      { status: 'sent' },
    ]);
    expect(place.news()).toEqual([]);
    expect(place.mailbox.waiting(bea)).toHaveLength(2);
    expect(await refusal(() => send({ messageId: id<MessageId>('m3') }))).toEqual(code('user_offline'));
  });
});

describe('a receipt', () => {
  const ids = [MESSAGE.messageId];
  const RECEIPTS = [
    ['message_received', 'delivered'],
    ['message_read', 'read'],
  ] as const;

  it.each(RECEIPTS)('[MSG-1] %s passes only between friends', async (name, status) => {
    const receipt = () => place.requests[name](beaTab, { from: ana, messageIds: ids });
    expect(await refusal(receipt)).toEqual(code('not_accepted'));
    befriend();
    expect(receipt()).toEqual({ told: true });
    expect(place.news()).toEqual([
      { to: toUser(ana), name: 'message_status', payload: { peer: bea, messageIds: ids, status } },
    ]);
  });

  it.each(RECEIPTS)('[MSG-3] %s says where the sender was not here to be told', (name) => {
    befriend();
    place.open.delete(ana);
    expect(place.requests[name](beaTab, { from: ana, messageIds: ids })).toEqual({ told: false });
    expect(place.news()).toEqual([]);
  });

  it('[MSG-8] takes the message out of what is kept for whoever confirms it', async () => {
    befriend();
    place.open.delete(bea);
    await send();
    const confirm = async (name: 'message_received' | 'message_read') => {
      await place.requests[name](beaTab, { from: ana, messageIds: ids });
      return place.mailbox.count;
    };
    expect([await confirm('message_read'), await confirm('message_received')]).toEqual([1, 0]);
  });
});

it('[MSG-1] typing is told to friends alone', async () => {
  const typing = (to: UserId) => place.requests.typing(anaTab, { to, typing: true });
  expect(await refusal(() => typing(bea))).toEqual(code('not_accepted'));
  expect(place.news()).toEqual([]);
  befriend();
  await typing(bea);
  expect(place.news()).toEqual([{ to: toUser(bea), name: 'typing', payload: { from: ana, typing: true } }]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageNet, type Browser } from '../../tests/support/message-net.ts';
import { settled } from '../../tests/support/settled.ts';

const states = async (browser: Browser, peer: Browser) =>
  (await browser.archive.latest(peer.id, 100)).map(({ text, state }) => `${text} ${state}`);
const texts = async (browser: Browser, peer: Browser) =>
  (await browser.archive.latest(peer.id, 1_000)).map(({ text }) => text);

async function connected(): Promise<MessageNet> {
  const net = new MessageNet();
  await net.calm();
  return net;
}

describe('a message', () => {
  it('[MSG-3] goes from waiting over sent to delivered, and leaves the outbox', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'hello');
    expect(await states(ana, bea)).toEqual(['hello waiting']);
    await settled();
    await net.deliver(0); // to the server
    await net.deliver(1); // its answer, before the message reaches Bea
    expect(await states(ana, bea)).toEqual(['hello sent']);
    expect(await ana.archive.outbox()).toHaveLength(1);
    await net.calm();
    expect(await states(ana, bea)).toEqual(['hello delivered']);
    expect(await states(bea, ana)).toEqual(['hello delivered']);
    expect(await ana.archive.outbox()).toEqual([]);
    expect(ana.clock.waiting).toBe(0);
  });

  it('[MSG-4] is confirmed only after it is stored', async () => {
    const net = await connected();
    const { ana, bea } = net;
    let store = () => {};
    const stored = new Promise<void>((resolve) => (store = resolve));
    const addMessage = bea.archive.addMessage.bind(bea.archive);
    bea.archive.addMessage = async (message) => {
      await stored;
      return addMessage(message);
    };
    await ana.delivery.send(bea.id, 'hello');
    await settled();
    await net.deliver(0);
    await net.deliver(0);
    await net.deliver(0);
    expect(net.underway).toEqual([]);
    store();
    await settled();
    expect(net.underway).toHaveLength(1);
  });

  it('[MSG-2] that arrives twice is stored once and confirmed twice', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'hello');
    await settled();
    await net.double(0);
    await net.calm();
    expect(await texts(bea, ana)).toEqual(['hello']);
  });

  it('[MSG-5] sorts after everything its sender had seen, whoever that is', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await bea.delivery.send(ana.id, 'first');
    await net.calm();
    await ana.delivery.send(bea.id, 'an answer');
    await net.calm();
    await bea.delivery.send(ana.id, 'last');
    await net.calm();
    expect(await texts(ana, bea)).toEqual(['first', 'an answer', 'last']);
    expect(await texts(bea, ana)).toEqual(['first', 'an answer', 'last']);
  });

  it('[MSG-3] waits for somebody who is away, and goes when they are back', async () => {
    const net = await connected();
    const { ana, bea } = net;
    net.disconnect(bea);
    await ana.delivery.send(bea.id, 'hello');
    await settled();
    await net.deliver(0);
    await net.deliver(0);
    expect(await states(ana, bea)).toEqual(['hello waiting']);
    net.connect(bea);
    ana.delivery.onReturn(bea.id);
    await net.calm();
    expect(await texts(bea, ana)).toEqual(['hello']);
  });

  it('[MSG-3] is sent again although further ones keep being written', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'lost');
    await settled();
    await net.deliver(0);
    await net.lose(0); // on the way to Bea, after the server has passed it on
    for (const text of ['one', 'two', 'three', 'four']) {
      await ana.delivery.send(bea.id, text);
      await net.pass();
      ana.clock.advance(600);
    }
    await net.pass();
    expect(await texts(bea, ana)).toEqual(['lost', 'one', 'two', 'three', 'four']);
  });

  it('[MSG-3] is sent again soon where the other is heard again, however long the silence was', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'into the silence');
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      await settled();
      await net.deliver(0);
      await net.lose(0);
      await net.pass();
      ana.clock.advance(pause);
    }
    await settled();
    await net.deliver(0);
    await net.lose(0);
    await ana.delivery.send(bea.id, 'heard');
    await net.pass();
    expect(await texts(bea, ana)).toEqual(['heard']);
    ana.clock.advance(1_000);
    await net.pass();
    expect(await texts(bea, ana)).toEqual(['into the silence', 'heard']);
  });

  it('[MSG-9] is sent again at once where the other has connected anew without having been gone', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'hello');
    await settled();
    await net.deliver(0);
    await net.lose(0);
    await net.pass();
    const here = { id: bea.id, name: 'Bea', status: 'available' } as const;
    ana.page.notices.emit('online_users_changed', { joined: [], updated: [here], left: [] });
    await net.pass();
    expect(await states(ana, bea)).toEqual(['hello delivered']);
  });

  it('[MSG-6] once read stays read, whatever comes late', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'hello');
    await net.calm();
    const marked = bea.delivery.markRead(ana.id);
    await net.calm();
    await marked;
    const [message] = await ana.archive.latest(bea.id, 1);
    await net.calm();
    expect(await states(ana, bea)).toEqual(['hello read']);
    await ana.archive.advance(message === undefined ? [] : [message.id], 'delivered');
    expect(await states(ana, bea)).toEqual(['hello read']);
  });

  it('[MSG-6] read while the sender is away is told when they are back', async () => {
    const net = await connected();
    const { ana, bea } = net;
    await ana.delivery.send(bea.id, 'hello');
    await net.calm();
    net.disconnect(ana);
    const marked = bea.delivery.markRead(ana.id);
    await settled();
    await net.deliver(0);
    await net.deliver(0);
    await marked;
    net.connect(ana);
    bea.delivery.onReturn(ana.id);
    await net.calm();
    expect(await states(ana, bea)).toEqual(['hello read']);
  });
});

describe('any history of sending, losing, doubling, overtaking, reloading and restarting', () => {
  type Step = (net: MessageNet) => unknown;
  const who = fc.boolean();
  const index = fc.nat(20);
  const pick = (net: MessageNet, first: boolean) => (first ? net.ana : net.bea);
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(who, fc.nat(9_999)).map(([first, word]): Step => async (net) => {
        const from = pick(net, first);
        await from.delivery.send(pick(net, !first).id, `${first ? 'a' : 'b'}${word}.${net.newId()}`);
      }),
    },
    {
      weight: 20,
      arbitrary: index.map(
        (at): Step =>
          (net) =>
            net.deliver(at),
      ),
    },
    {
      weight: 3,
      arbitrary: index.map(
        (at): Step =>
          (net) =>
            net.lose(at),
      ),
    },
    {
      weight: 3,
      arbitrary: index.map(
        (at): Step =>
          (net) =>
            net.double(at),
      ),
    },
    {
      weight: 2,
      arbitrary: who.map(
        (first): Step =>
          (net) =>
            pick(net, first).reload(),
      ),
    },
    {
      weight: 2,
      arbitrary: who.map(
        (first): Step =>
          (net) =>
            net.disconnect(pick(net, first)),
      ),
    },
    {
      weight: 4,
      arbitrary: who.map(
        (first): Step =>
          (net) =>
            net.connect(pick(net, first)),
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>((net) => net.restart()) },
    {
      weight: 2,
      arbitrary: fc.tuple(who, fc.nat(5_000)).map(
        ([first, ms]): Step =>
          (net) =>
            pick(net, first).clock.advance(ms),
      ),
    },
  );

  it('[MSG-5] ends with every message once, in the same order on both sides, and empty outboxes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const net = await connected();
        const sent: string[] = [];
        for (const each of steps) {
          await each(net);
          await settled();
        }
        await net.calm();
        for (const browser of net.browsers) {
          const peer = browser === net.ana ? net.bea : net.ana;
          const own = await browser.archive.latest(peer.id, 1_000);
          sent.push(...own.filter(({ from }) => from === browser.id).map(({ text }) => text));
        }
        const [one, other] = [await texts(net.ana, net.bea), await texts(net.bea, net.ana)];
        expect(one).toEqual(other);
        expect([...one].sort()).toEqual(sent.sort());
        expect([...(await net.ana.archive.outbox()), ...(await net.bea.archive.outbox())]).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { TabsChannel } from './tabs-channel.ts';

const ana = userId('ana');
const made: BroadcastChannel[] = [];

/** A tab, what it has heard, and the next thing that it hears. */
function tab() {
  const heard: string[] = [];
  let wake = () => {};
  const hear = (what: string) => {
    heard.push(what);
    wake();
  };
  const channel = new TabsChannel({
    onConversation: (peer) => hear(`conversation ${peer}`),
    onContacts: () => hear('contacts'),
    onDeleted: () => hear('deleted'),
    onKeeping: () => hear('keeping'),
    onPerson: () => hear('person'),
    onWaiting: (peer) => hear(`waiting ${peer}`),
    onSending: () => hear('sending'),
  });
  const hears = (count: number) =>
    new Promise<string[]>((resolve) => {
      wake = () => {
        if (heard.length >= count) resolve(heard);
      };
      wake();
    });
  return { channel, heard, hears };
}

beforeEach(() => {
  // A page keeps its channel until it is closed; a test has to close it.
  class ClosingChannel extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      made.push(this);
    }
  }
  vi.stubGlobal('BroadcastChannel', ClosingChannel);
});
afterEach(() => {
  for (const channel of made.splice(0)) channel.close();
});

it('every other tab hears what has changed, in order, and the one that says it does not', async () => {
  const [one, two, three] = [tab(), tab(), tab()];
  one.channel.tellConversation(ana);
  one.channel.tellContacts();
  one.channel.tellDeleted();
  one.channel.tellKeeping();
  one.channel.tellWaiting(ana);
  one.channel.tellSending();
  one.channel.tellPerson();
  const said = ['contacts', 'deleted', 'keeping', `waiting ${ana}`, 'sending', 'person'];
  const news = [`conversation ${ana}`, ...said];
  expect(await two.hears(7)).toEqual(news);
  expect(await three.hears(7)).toEqual(news);
  // What the second says after it comes to the first, so nothing of its own was on the way to it.
  two.channel.tellContacts();
  expect(await one.hears(1)).toEqual(['contacts']);
});

it('carries no content, only where to look', async () => {
  const listening = new BroadcastChannel('earshot');
  const said: unknown[] = [];
  const heard = new Promise<void>((resolve) => {
    listening.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (said.push(data) === 7) resolve();
    };
  });
  const { channel } = tab();
  channel.tellConversation(ana);
  channel.tellContacts();
  channel.tellDeleted();
  channel.tellKeeping();
  channel.tellWaiting(ana);
  channel.tellSending();
  channel.tellPerson();
  await heard;
  expect(said).toEqual([
    { conversation: ana },
    { contacts: true },
    { everything: 'deleted' },
    { keeping: true },
    { waiting: ana },
    { sending: true },
    { person: 'another' },
  ]);
});

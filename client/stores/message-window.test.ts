import { beforeEach, describe, expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { MessageWindow } from './message-window.ts';

const ana = userId('ana');
let archive: MemoryArchive;
let window: MessageWindow;

const numbered = (clock: number) => storedMessage(`N${clock}`, { clock, text: String(clock) });
async function store(from: number, to: number): Promise<void> {
  for (let clock = from; clock <= to; clock++) await archive.addMessage(numbered(clock));
}
/** The first and the last message in it, how many there are, and at which ends there are more. */
const extent = () => {
  const { hasEarlier, hasLater, messages } = window;
  const clocks = messages.map(({ clock }) => clock);
  const whole = clocks.every((clock, index) => clock === (clocks[0] ?? 0) + index);
  const [first, last] = [clocks[0] ?? 0, clocks.at(-1) ?? 0];
  return `${hasEarlier ? '…' : '|'}${first}-${last}${hasLater ? '…' : '|'}${whole ? '' : ' with a gap'}`;
};

beforeEach(() => {
  archive = new MemoryArchive();
  window = new MessageWindow({ peer: ana, archive, history: archive });
});

describe('the part of a conversation that is on screen', () => {
  it('is all of a short conversation', async () => {
    await store(1, 100);
    await window.toEnd();
    expect(extent()).toBe('|1-100|');
  });

  it('begins as the last page of a long one', async () => {
    await store(1, 101);
    await window.toEnd();
    expect(extent()).toBe('…2-101|');
  });

  it('grows page by page to the beginning', async () => {
    await store(1, 250);
    await window.toEnd();
    await window.earlier();
    expect(extent()).toBe('…51-250|');
    await window.earlier();
    expect(extent()).toBe('|1-250|');
    await window.earlier();
    expect(extent()).toBe('|1-250|');
  });

  it('is cut at the other end, and comes back by pages', async () => {
    await store(1, 1_000);
    await window.toEnd();
    for (let page = 0; page < 5; page++) await window.earlier();
    expect(extent()).toBe('…401-800…');
    await window.later();
    expect(extent()).toBe('…501-900…');
    await window.later();
    expect(extent()).toBe('…601-1000|');
  });

  it('joins pages that are asked for at once', async () => {
    await store(1, 1_000);
    await window.toEnd();
    await Promise.all([window.earlier(), window.earlier(), window.refresh(), window.earlier()]);
    expect(extent()).toBe('…601-1000|');
  });

  it('lies around a message that was looked for', async () => {
    await store(1, 1_000);
    await window.toMessage(numbered(500));
    expect(extent()).toBe('…450-549…');
    await window.toMessage(numbered(3));
    expect(extent()).toBe('|1-52…');
    await window.toMessage(numbered(998));
    expect(extent()).toBe('…948-1000|');
    await window.toEnd();
    expect(extent()).toBe('…901-1000|');
  });

  it('follows the conversation at its end, and takes in what comes late', async () => {
    await store(1, 150);
    await window.toEnd();
    await store(151, 152);
    await archive.addMessage(storedMessage('LATE', { clock: 140, text: 'late' }));
    await window.refresh();
    expect(window.messages.map(({ text }) => text)).toContain('late');
    expect(window.messages.at(-1)?.clock).toBe(152);
  });

  it('does not follow where it ends before the conversation does', async () => {
    await store(1, 1_000);
    await window.toMessage(numbered(500));
    await store(1_001, 1_001);
    await window.refresh();
    expect(extent()).toBe('…450-549…');
  });

  it('stays bounded however much arrives', async () => {
    await store(1, 500);
    await window.toEnd();
    await store(501, 1_500);
    await window.refresh();
    expect(extent()).toBe('…1101-1500|');
  });

  it('begins anew when everything was removed', async () => {
    await store(1, 300);
    await window.toMessage(numbered(100));
    await archive.removeConversation(ana);
    await window.refresh();
    expect(extent()).toBe('|0-0|');
    await store(301, 301);
    await window.refresh();
    expect(extent()).toBe('|301-301|');
  });
});

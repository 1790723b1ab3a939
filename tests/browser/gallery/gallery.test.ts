/** Every scene, wide and on a phone, light and dark: accessible, within its width, and without a complaint from the browser. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../axe.ts';
import { type GalleryBrowser, type GalleryFrame, PHONE, startGallery, WIDE } from './gallery-page.ts';
import { type SceneName, scenes } from './scenes.ts';

/** Scenes that need a hand to get there. */
const OPENED: Readonly<Record<string, { from: SceneName; act: (page: Page) => Promise<void> }>> = {
  menu: { from: 'people', act: (page) => page.getByRole('button', { name: 'You: Robin' }).click() },
  invite: {
    from: 'conversation',
    act: async (page) => {
      await back(page);
      await page.getByRole('button', { name: 'Invite others' }).click();
    },
  },
  rename: {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await page.getByRole('button', { name: 'Change your name' }).click();
      await page.getByRole('textbox', { name: 'New name' }).fill('Maya');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Use Maya 2').waitFor();
    },
  },
  settings: {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByText('4,210 messages and calls in 7 conversations').waitFor();
    },
  },
  'connection-check': {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Test the connection' }).click();
      await page.getByRole('list', { name: 'What was tested' }).waitFor();
    },
  },
  contacts: {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await page.getByRole('button', { name: 'Contacts' }).click();
      await page.getByRole('list', { name: 'Contacts' }).waitFor();
    },
  },
  'delete-everything': {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Delete everything' }).click();
      await page.getByRole('dialog', { name: 'Delete everything?' }).waitFor();
    },
  },
  'device-link': {
    from: 'people',
    act: (page) => openDeviceLink(page),
  },
  'device-asked': {
    from: 'device-asked',
    act: (page) => openDeviceLink(page),
  },
  'chat-menu': {
    from: 'conversation',
    act: (page) => page.getByRole('button', { name: 'More about Maya Lindqvist' }).click(),
  },
  'history-menu': {
    from: 'new-messages',
    act: (page) => page.getByRole('button', { name: 'More about Maya Lindqvist' }).click(),
  },
  'delete-conversation': {
    from: 'new-messages',
    act: async (page) => {
      await page.getByRole('button', { name: 'More about Maya Lindqvist' }).click();
      await page.getByRole('button', { name: 'Delete conversation' }).click();
      await page.getByRole('dialog', { name: 'Delete this conversation?' }).waitFor();
    },
  },
  'keep-messages': {
    from: 'new-messages',
    act: async (page) => {
      await page.getByRole('button', { name: 'More about Maya Lindqvist' }).click();
      await page.getByRole('button', { name: 'Keep messages: 30 days' }).click();
      await page.getByRole('radio', { name: 'A day' }).click();
      await page.getByText('What is older goes now.').waitFor();
    },
  },
  'search-in-conversation': {
    from: 'new-messages',
    act: async (page) => {
      await page.getByRole('button', { name: 'More about Maya Lindqvist' }).click();
      await page.getByRole('button', { name: 'Search in this conversation' }).click();
      await page.getByRole('searchbox', { name: 'Search in this conversation' }).fill('the');
      await page.getByRole('list', { name: 'Messages found' }).waitFor();
    },
  },
  'search-over-all': {
    from: 'people',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Search people and messages' }).fill('lap');
      await page.getByRole('list', { name: 'Messages found' }).waitFor();
    },
  },
  'too-long': {
    from: 'conversation',
    act: (page) => page.getByRole('textbox', { name: 'Message' }).fill('word '.repeat(1605)),
  },
  'meeting-choice': {
    from: 'people',
    act: async (page) => {
      await page.getByRole('button', { name: 'Meet someone' }).click();
      await page.getByRole('button', { name: /^See each other/ }).waitFor();
    },
  },
  'call-connection': {
    from: 'active-devices',
    act: async (page) => {
      await page.getByRole('button', { name: 'Connection: Weak' }).click();
      await page.getByRole('dialog', { name: 'Connection' }).waitFor();
    },
  },
  'call-devices': {
    from: 'active-devices',
    act: async (page) => {
      await page.getByRole('button', { name: 'Devices' }).click();
      await page.getByRole('combobox', { name: 'Speaker' }).waitFor();
    },
  },
  'chat-in-call': {
    from: 'active-video',
    act: async (page) => {
      const show = page.getByRole('button', { name: 'Show chat' });
      if (await show.isVisible()) await show.click();
      await page.getByRole('log').waitFor();
    },
  },
};

const shots = process.env['EARSHOT_SHOTS'];
let gallery: GalleryBrowser;

beforeAll(async () => {
  gallery = await startGallery();
  if (shots) mkdirSync(shots, { recursive: true });
});
afterAll(() => gallery.close());

/** On a phone one thing is on screen at a time; wide screens have no such button. */
async function back(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Back' });
  if (await button.isVisible()) await button.click();
}

async function openDeviceLink(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'You: Robin' }).click();
  await page.getByRole('button', { name: 'Use Earshot on another device' }).click();
  await page.getByRole('dialog', { name: 'Use Earshot on another device' }).waitFor();
}

/** Only colours differ between the themes, so only they are checked twice. */
const RULES = { light: undefined, dark: ['color-contrast'] };

/** Not `innerWidth`: on a phone that grows with what does not fit. */
const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

const names = [...new Set([...Object.keys(scenes), ...Object.keys(OPENED)])];

describe.each([
  { device: 'wide', size: WIDE },
  { device: 'phone', size: PHONE },
])('on a $device screen', ({ device, size }) => {
  let frame: GalleryFrame;
  beforeAll(async () => {
    frame = await gallery.frame(size);
  });

  it.each(names)('%s is accessible in both themes, fits, and the browser has no complaint', async (name) => {
    const opened = OPENED[name];
    // What is not opened by hand is the name of a scene.
    const { complaints, page } = await frame.show(opened?.from ?? (name as SceneName));
    await opened?.act(page);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      expect(await violations(page, RULES[theme])).toEqual([]);
      expect(await widthOf(page)).toBeLessThanOrEqual(size.width);
      if (shots) await page.screenshot({ path: join(shots, `${name}-${device}-${theme}.png`) });
    }
    expect(complaints).toEqual([]);
  });
});

/** What the screens do when they are used, on services made by hand. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GalleryBrowser, PHONE, startGallery } from './gallery-page.ts';
import type { SceneName } from './scenes.ts';

let gallery: GalleryBrowser;
let page: Page;

beforeAll(async () => {
  gallery = await startGallery();
});
afterAll(() => gallery.close());
afterEach(() => page.context().close());

async function open(scene: SceneName, size?: typeof PHONE): Promise<void> {
  ({ page } = await gallery.open(scene, size));
}
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const messageBox = (): Locator => page.getByRole('textbox', { name: 'Message' });
const log = (): Locator => page.getByRole('log', { name: 'Conversation with Maya Lindqvist' });
const wishes = (): Promise<string[]> => page.evaluate(() => window.wishes);
const hear = (text: string): Promise<void> => page.evaluate((words) => window.hear(words), text);
const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);
const fromEnd = (): Promise<number> =>
  log().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
/** As a person would, and until the page knows. */
const scrollTo = (top: number): Promise<void> =>
  log().evaluate(
    (element, wanted) =>
      new Promise((resolve) => {
        element.addEventListener('scroll', () => resolve(), { once: true });
        element.scrollTo(0, wanted);
      }),
    top,
  );

describe('joining', () => {
  it('joins under the name that was typed', async () => {
    await open('joining');
    await page.getByRole('textbox', { name: 'Your name' }).fill('  Robin ');
    await button('Join').click();
    expect(await wishes()).toEqual(['join Robin']);
  });

  it('offers the free name where the wanted one is taken', async () => {
    await open('joining-name-taken');
    await button('Join as Robin 2').click();
    expect(await wishes()).toEqual(['join Robin 2']);
  });
});

describe('people', () => {
  it('offers chat and both calls to those who are here, and only chat to those who are not', async () => {
    await open('people');
    const list = page.getByRole('list', { name: 'People' });
    const here = list.getByRole('listitem').filter({ hasText: 'Aiko Tanaka' });
    expect(await here.getByRole('button').evaluateAll((all) => all.map((one) => one.ariaLabel))).toEqual([
      'Chat with Aiko Tanaka',
      'Audio call Aiko Tanaka',
      'Video call Aiko Tanaka',
    ]);
    const away = list.getByRole('listitem').filter({ hasText: 'Émile' });
    expect(await away.getByRole('button').evaluateAll((all) => all.map((one) => one.ariaLabel))).toEqual([
      'Chat with Émile',
    ]);
  });

  it('offers no second call while one is going on', async () => {
    await open('active-video');
    expect(await page.getByRole('button', { name: /(audio|video) call/i }).count()).toBe(0);
  });

  it('calls, and opens the conversation beside the call', async () => {
    await open('people');
    await button('Video call Tomás Rivera').click();
    await page.getByRole('heading', { name: 'Tomás Rivera' }).waitFor();
    expect((await wishes()).at(-1)).toBe('call Tomás Rivera video');
  });

  it('accepts a request and goes to the conversation', async () => {
    await open('request-dialog');
    const dialog = page.getByRole('dialog', { name: 'Aiko Tanaka wants to chat' });
    await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByRole('dialog', { name: 'Noor wants to chat' }).waitFor();
    await page.getByRole('heading', { name: 'Aiko Tanaka' }).waitFor();
    expect((await wishes())[0]).toBe('accept request');
  });

  it('leaves the focus where somebody is writing when a request arrives', async () => {
    await open('request-dialog');
    expect(await isFocused(page.getByRole('dialog').getByRole('button', { name: 'Accept' }))).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });
});

describe('a conversation', () => {
  it('sends on Enter, breaks the line on Shift and Enter, and is empty afterwards', async () => {
    await open('conversation');
    await messageBox().pressSequentially('one');
    await messageBox().press('Shift+Enter');
    await messageBox().pressSequentially('two');
    await messageBox().press('Enter');
    expect(await wishes()).toEqual(['send one\ntwo']);
    expect(await messageBox().inputValue()).toBe('');
  });

  it('sends by the button and goes on writing in the box', async () => {
    await open('conversation');
    await messageBox().fill('by button');
    await button('Send').click();
    expect(await wishes()).toEqual(['send by button']);
    expect(await isFocused(messageBox())).toBe(true);
  });

  it('sends nothing that is empty or too long, and keeps what was written', async () => {
    await open('conversation');
    await messageBox().fill('   ');
    await messageBox().press('Enter');
    await messageBox().fill('x'.repeat(8_001));
    await messageBox().press('Enter');
    await page.getByText('1 characters too long').first().waitFor();
    expect(await wishes()).toEqual([]);
    expect((await messageBox().inputValue()).length).toBe(8_001);
  });

  it('stays at the end when something new comes', async () => {
    await open('long-conversation');
    await hear('Are you there?');
    await log().getByText('Are you there?').waitFor();
    expect(await fromEnd()).toBeLessThan(2);
    expect(await button('New messages').count()).toBe(0);
  });

  it('keeps its place for somebody who reads further up, and offers the way down', async () => {
    await open('long-conversation');
    await scrollTo(500);
    const before = await log().evaluate((element) => element.scrollTop);
    await hear('Are you there?');
    await button('New messages').waitFor();
    expect(await log().evaluate((element) => element.scrollTop)).toBe(before);
    await button('New messages').click();
    expect(await fromEnd()).toBeLessThan(2);
  });

  it('shows earlier messages by the keyboard, whose place is the conversation afterwards', async () => {
    await open('long-conversation');
    await button('Show earlier messages').press('Enter');
    await log().locator('.message').nth(419).waitFor();
    expect(await isFocused(log())).toBe(true);
  });

  it('shows earlier messages when one scrolls up, without moving what is read', async () => {
    await open('long-conversation');
    const first = await log().locator('.message').first().elementHandle();
    await scrollTo(120);
    await log().locator('.message').nth(419).waitFor();
    const [top, line] = [await log().boundingBox(), await first?.boundingBox()];
    expect(Math.abs((line?.y ?? 0) - (top?.y ?? 0))).toBeLessThan(120);
  });

  it('keeps what was being written to each person', async () => {
    await open('conversation');
    await messageBox().fill('for Maya');
    await button('Chat with Grandpa Joe').click();
    await page.getByRole('log', { name: 'Conversation with Grandpa Joe' }).waitFor();
    expect(await messageBox().inputValue()).toBe('');
    await button('Chat with Maya Lindqvist').click();
    await log().waitFor();
    expect(await messageBox().inputValue()).toBe('for Maya');
  });

  it('does not move when the other begins to type', async () => {
    await open('conversation');
    const quiet = await log().boundingBox();
    await page.context().close();
    await open('message-states');
    await page.getByText('Maya Lindqvist is typing').waitFor();
    expect(await log().boundingBox()).toEqual(quiet);
  });
});

describe('an incoming call', () => {
  it('is not answered by a key that was meant for something else', async () => {
    await open('incoming-video');
    const dialog = page.getByRole('dialog', { name: 'Video call from Maya Lindqvist' });
    for (const key of ['Escape', 'Escape', 'Enter', ' ', 'Escape']) await page.keyboard.press(key);
    expect(await dialog.isVisible()).toBe(true);
    expect(await wishes()).toEqual([]);
  });

  it('is answered as asked: with camera, without, or not at all', async () => {
    for (const [name, wish] of [
      ['Accept', 'accept video'],
      ['Accept without camera', 'accept audio'],
      ['Decline', 'decline'],
    ] as const) {
      await open('incoming-video');
      await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
      expect(await wishes()).toEqual([wish]);
      if (name !== 'Decline') await page.context().close();
    }
  });
});

describe('a call', () => {
  it('keeps the same picture element when the other side shares a screen', async () => {
    await open('active-video');
    const video = page.getByLabel("Maya Lindqvist's video");
    const before = await video.elementHandle();
    await page.evaluate(() => window.shareTheirScreen());
    await page.getByLabel("Maya Lindqvist's screen").waitFor();
    const after = await video.elementHandle();
    expect(await page.evaluate(([one, other]) => one === other, [before, after])).toBe(true);
  });

  it('has a button for everything that can be done, and none for what cannot', async () => {
    await open('active-video');
    const names = () =>
      page
        .getByRole('region', { name: 'Call with Maya Lindqvist' })
        .getByRole('button')
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.ariaLabel));
    expect(await names()).toEqual([
      'Full screen',
      'Picture in picture',
      'Mute microphone',
      'Turn camera off',
      'Share screen',
      'Hide chat',
      'End call',
    ]);
    await page.context().close();
    await open('media-denied');
    expect(await names()).toEqual([
      'Close',
      'Close',
      'Full screen',
      'Picture in picture',
      'Share screen',
      'Hide chat',
      'End call',
    ]);
  });

  it('gives its room back to the conversation when it ends', async () => {
    await open('active-video', PHONE);
    await page.evaluate(() => window.endCall());
    await log().waitFor();
    await page.getByText('Maya Lindqvist ended the call after 13 minutes.').waitFor();
  });
});

describe('on a phone', () => {
  it('goes back to the people by the button and by the key of the phone', async () => {
    await open('people', PHONE);
    for (const back of [() => button('Back').click(), () => page.goBack()]) {
      await button('Chat with Maya Lindqvist').click();
      await log().waitFor();
      expect(await page.getByRole('list', { name: 'People' }).isVisible()).toBe(false);
      await back();
      await page.getByRole('list', { name: 'People' }).waitFor();
    }
  });

  it('takes the focus along, so that a screen reader is where the screen is', async () => {
    await open('people', PHONE);
    await button('Chat with Maya Lindqvist').click();
    await log().waitFor();
    await page.keyboard.press('Tab');
    expect(await isFocused(button('Back'))).toBe(true);
  });

  it('is back in the conversation after a reload', async () => {
    await open('people', PHONE);
    await button('Chat with Maya Lindqvist').click();
    await log().waitFor();
    await page.reload();
    await log().waitFor();
    await page.goBack();
    await page.getByRole('list', { name: 'People' }).waitFor();
  });

  it('goes from the call to the chat and the people, and returns by the bar', async () => {
    await open('active-video', PHONE);
    await button('Back').click();
    await log().waitFor();
    await button('Back').click();
    await page.getByRole('list', { name: 'People' }).waitFor();
    await button('Return to call with Maya Lindqvist').click();
    await button('End call').waitFor();
    await button('Show chat').click();
    await log().waitFor();
    await page.goBack();
    await button('End call').waitFor();
  });
});

describe('menus and dialogs', () => {
  it('close on Escape and give the focus back', async () => {
    await open('people');
    const mine = page.getByRole('button', { name: 'You: Robin' });
    await mine.click();
    await page.getByRole('radio', { name: 'Do not disturb' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('radio', { name: 'Do not disturb' }).isVisible()).toBe(false);
    expect(await isFocused(mine)).toBe(true);
    await button('Invite others').click();
    await page.getByRole('dialog', { name: 'Invite others' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Invite others' }).waitFor({ state: 'hidden' });
    expect(await isFocused(button('Invite others'))).toBe(true);
  });

  it('copy the address', async () => {
    await open('empty');
    await button('Copy link').click();
    await button('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://192.168.1.20:5443');
  });

  it('list the contacts, with a search where they are many, and go to the conversation of one', async () => {
    await open('people');
    const rows = page.getByRole('list', { name: 'Contacts' }).getByRole('listitem');
    const show = async () => {
      await page.getByRole('button', { name: 'You: Robin' }).click();
      await button('Contacts').click();
      await rows.first().waitFor();
    };
    await show();
    await rows.getByRole('button', { name: 'Block Ida' }).press('Enter');
    await rows.getByRole('button', { name: 'Unblock Ida' }).waitFor();
    expect(await isFocused(page.getByRole('list', { name: 'Contacts' }))).toBe(true);
    await rows.getByRole('button', { name: 'Remove Jun' }).click();
    expect(await wishes()).toEqual(['blocked Ida', 'none Jun']);
    expect(await rows.filter({ hasText: 'Jun' }).count()).toBe(0);
    const box = page.getByRole('searchbox', { name: 'Search contacts' });
    await box.fill('nobody');
    await page.getByText('No contact is called “nobody”.').waitFor();
    await box.fill('maya');
    expect(await rows.count()).toBe(1);
    await rows.getByRole('button', { name: 'Chat with Maya Lindqvist' }).click();
    await log().waitFor();
    await page.getByRole('dialog', { name: 'Contacts' }).waitFor({ state: 'detached' });
    await page.context().close();
    await open('empty');
    await page.getByRole('button', { name: 'You: Robin' }).click();
    await button('Contacts').click();
    await page.getByText('Nobody yet.').waitFor();
  });

  it('change the theme at once', async () => {
    await open('people');
    await page.getByRole('button', { name: 'You: Robin' }).click();
    await button('Settings').click();
    await page.getByText('Dark', { exact: true }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(18, 22, 26)',
    );
    await page.getByText('Light', { exact: true }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(250, 250, 247)',
    );
  });
});

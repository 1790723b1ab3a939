/** Opens scenes of the gallery in Chromium and notes everything the browser complains about. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/launch-chromium.ts';
import { standsStill } from '../stands-still.ts';
import { type Gallery, openGallery } from './gallery-server.ts';
import { NOW } from './sample-people.ts';
import type { SceneName } from './scenes.ts';

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface ScenePage {
  readonly page: Page;
  /** Console errors, exceptions and violations of the Content Security Policy so far. */
  readonly complaints: readonly string[];
}

export interface GalleryBrowser {
  /** In a page and a context of its own. */
  open(scene: SceneName, size?: Size): Promise<ScenePage>;
  /** One page for scene after scene. */
  frame(size: Size): Promise<GalleryFrame>;
  close(): Promise<void>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A new page for every scene takes longer than the scene; this one is loaded anew for each, with nothing kept. */
export interface GalleryFrame {
  show(scene: SceneName): Promise<ScenePage>;
}

export async function startGallery(): Promise<GalleryBrowser> {
  const gallery = await openGallery();
  const browser = await launchChromium();
  return {
    open: async (scene, size = WIDE) => (await openFrame(browser, gallery, size)).show(scene),
    frame: (size) => openFrame(browser, gallery, size),
    close: async () => {
      await browser.close();
      await gallery.close();
    },
  };
}

async function openFrame(browser: Browser, gallery: Gallery, size: Size): Promise<GalleryFrame> {
  const context = await browser.newContext({
    viewport: size,
    hasTouch: size === PHONE,
    isMobile: size === PHONE,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal of the Content Security Policy comes as a console error too.
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.clock.setFixedTime(NOW);
  let shown = 0;
  return {
    show: async (scene) => {
      if (shown > 0) {
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.mouse.move(0, 0);
        complaints.length = 0;
      }
      shown += 1;
      // What follows the `#` loads no page; what follows the `?` does.
      await page.goto(`${gallery.url}?${shown}#${scene}`);
      await settle(page, scene);
      return { page, complaints };
    },
  };
}

/** Waits for what a scene shows: the screen, the call with its pictures, and animations that end. */
export async function settle(page: Page, scene: SceneName): Promise<void> {
  await page.locator('body[data-scene]').waitFor();
  await page.locator('main:visible').first().waitFor();
  if (scene.startsWith('joining')) await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  if (scene.startsWith('active') || scene.startsWith('media') || scene === 'outgoing') {
    await page.getByRole('region', { name: 'Call with' }).waitFor();
  }
  if (scene.startsWith('meeting')) await page.getByRole('region', { name: 'Meeting someone' }).waitFor();
  await page.waitForFunction(() => {
    const open = (root: ParentNode): HTMLVideoElement[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...(element instanceof HTMLVideoElement ? [element] : []),
        ...(element.shadowRoot ? open(element.shadowRoot) : []),
      ]);
    return open(document).every((video) => video.readyState >= 2);
  });
  await standsStill(page);
}

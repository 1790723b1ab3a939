import type { Page } from 'playwright-core';

/** Waits until nothing moves or fades any more but what does so for ever. What is taken away meanwhile is not waited for. */
export async function standsStill(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished),
    ).then(() => undefined),
  );
}

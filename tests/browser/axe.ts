/** What axe finds on a page, without the waits that it makes for pages of somebody else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { standsStill } from './stands-still.ts';

const AXE = createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js');

/**
 * axe begins each of its ninety rules by a timer of 0 ms, so that the page is not held up, and browsers make each of such
 * timers in a row at least 4 ms. A message comes at once. Only axe sees this `setTimeout`.
 */
const SOON = `(work, ms = 0, ...rest) => {
  if (ms > 0) return window.setTimeout(work, ms, ...rest);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work(...rest);
  };
  port2.postMessage(null);
}`;
const SOURCE = `((setTimeout) => { ${readFileSync(AXE, 'utf8')} })(${SOON}); undefined`;

/** With all rules, or only with these. What fades in is looked at when it is there. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await standsStill(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  // It is there already. Without frames there is nothing to gather from several of them, which would open a further page.
  const axe = new AxeBuilder({ page, axeSource: 'undefined' }).setLegacyMode();
  axe.options({
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: [...rules] } }),
  });
  const found = await axe.analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
  );
}

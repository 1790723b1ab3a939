/** Replies, edits, reactions and deletes, by the keyboard alone, seen on the other side and after a reload. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--grace-seconds', '3'] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

/** What the keyboard is on, through all shadow roots: the name of a button, or the tag. */
const focused = ({ page }: Visitor): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active === null) return '';
    if (active.matches('.message')) return active.querySelector('.words')?.textContent.trim() ?? '';
    return active.getAttribute('aria-label') ?? (active.textContent.trim() || active.localName);
  });
const press = ({ page }: Visitor, key: string) => page.keyboard.press(key);
/** Goes on with a key until something has the focus. */
async function reach(one: Visitor, key: string, name: string): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await focused(one)) === name) return;
    await press(one, key);
  }
  throw new Error(`${key} never came to ${name}, but to ${await focused(one)}`);
}
/** From the box to a message, and what can be done with it. */
async function act(one: Visitor, message: string, what: string): Promise<void> {
  await reach(one, 'Shift+Tab', 'Message');
  await press(one, 'Shift+Tab');
  await press(one, 'End');
  await reach(one, 'ArrowUp', message);
  await press(one, 'Enter');
  await reach(one, 'ArrowDown', what);
  await press(one, 'Enter');
}
const say = async (one: Visitor, text: string) => {
  await reach(one, 'Tab', 'Message');
  await one.page.keyboard.type(text);
  await press(one, 'Enter');
};
/** Each message as it reads: the quote, the words, marks and reactions. */
const shown = (one: Visitor, other: Visitor) =>
  one
    .conversation(other)
    .locator('.message')
    .evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string) =>
          row.querySelector<HTMLElement>(selector)?.innerText.trim().replace(/\s+/g, ' ');
        const pressed = row.querySelector('.chip')?.ariaPressed;
        return [text('.quote'), text('.words'), text('.meta > [title^="Edited"]'), text('.chip'), pressed]
          .filter((part) => part !== undefined && part !== null)
          .join(' | ');
      }),
    );

it('two people answer, edit, react and delete by the keyboard, and both see it, also after a reload', async () => {
  const [ana, bea] = await visitors.friends('Ana About', 'Bea About');
  const both = async (ofAna: readonly string[], ofBea: readonly string[]) => {
    await expect.poll(() => shown(ana, bea)).toEqual(ofAna);
    await expect.poll(() => shown(bea, ana)).toEqual(ofBea);
  };
  await say(ana, 'Are you upstares?');
  await bea.reads('Are you upstares?', ana);
  await reach(bea, 'Tab', 'Message');

  await act(bea, 'Are you upstares?', 'Reply');
  await expect.poll(() => focused(bea)).toBe('Message');
  await bea.page.keyboard.type('In the study');
  await press(bea, 'Enter');
  await both(
    ['Are you upstares?', 'You Are you upstares? | In the study'],
    ['Are you upstares?', 'Ana About Are you upstares? | In the study'],
  );

  await reach(ana, 'Tab', 'Message');
  await press(ana, 'ArrowUp');
  const box = ana.page.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => box.inputValue()).toBe('Are you upstares?');
  await press(ana, 'Escape');
  await expect.poll(() => box.inputValue()).toBe('');
  await press(ana, 'ArrowUp');
  await expect.poll(() => box.inputValue()).toBe('Are you upstares?');
  await press(ana, 'Control+a');
  await ana.page.keyboard.type('Are you upstairs?');
  await press(ana, 'Enter');
  await both(
    ['Are you upstairs? | edited', 'You Are you upstairs? | In the study'],
    ['Are you upstairs? | edited', 'Ana About Are you upstairs? | In the study'],
  );
  expect(await box.inputValue()).toBe('');

  await act(bea, 'Are you upstairs?', '👍');
  await both(
    ['Are you upstairs? | edited | 👍 | false', 'You Are you upstairs? | In the study'],
    ['Are you upstairs? | edited | 👍 | true', 'Ana About Are you upstairs? | In the study'],
  );
  // The same of one's own, and back again, on the chip itself.
  await press(ana, 'Shift+Tab');
  await reach(ana, 'ArrowUp', 'Are you upstairs?');
  await reach(ana, 'Tab', '👍, the reaction of Bea About');
  await press(ana, 'Enter');
  await expect.poll(() => shown(bea, ana)).toContain('Are you upstairs? | edited | 👍 2 | true');
  await ana.passesAxe();
  await press(ana, 'Enter');

  await reach(bea, 'Tab', 'Message');
  await act(bea, 'In the study', 'Delete for both');
  await bea.dialog('Delete this message for both?').waitFor();
  await bea.passesAxe();
  await reach(bea, 'Tab', 'Delete for both');
  await press(bea, 'Enter');
  const ofAna = ['Are you upstairs? | edited | 👍 | false', 'Bea About deleted this message'];
  const ofBea = ['Are you upstairs? | edited | 👍 | true', 'You deleted this message'];
  await both(ofAna, ofBea);
  await ana.page.reload();
  await bea.page.reload();
  await both(ofAna, ofBea);
});

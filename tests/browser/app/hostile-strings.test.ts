/** Text that tries to be more than text, in every place that shows what other people wrote, in both browsers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import type { MessageId } from '../../../protocol/ids.ts';
import { LIMITS } from '../../../protocol/limits.ts';
import { cleanName } from '../../../server/domain/names.ts';
import { HOSTILE_STRINGS } from '../../support/hostile-strings.ts';
import { Person } from '../../support/person.ts';
import { id } from '../../support/records.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

declare global {
  interface Window {
    /** What ran, and what the policy of the page stopped. */
    ran: number;
    stopped: number;
  }
}

/** Shown at once: less than a page of a conversation. */
const BATCH = 50;
const HARMLESS = ['plain', 'a https://127.0.0.1/ link', '`code` and *bold*', 'two\nlines'];

let server: RunningServer;
beforeAll(async () => {
  const args = [...WITHOUT_LIMITS, '--requests-per-minute', '100000', '--profiles-per-minute', '100000'];
  server = await runServer({ builtFolder: BUILT_FOLDER, args: [...args, '--grace-seconds', '1'] });
});
afterAll(() => server.stop());

it('there are 500 strings, and as many names as are not too long', () => {
  expect(HOSTILE_STRINGS.length).toBeGreaterThanOrEqual(500);
  expect(hostileNames().length).toBeGreaterThanOrEqual(250);
});

describe.each(['chromium', 'firefox'] as const)('in %s', (kind) => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.open(server.url, kind);
  });
  afterAll(async () => {
    // Also shows that no page reported a violation, threw, or asked for anything elsewhere.
    await visitors.clear();
    await visitors.close();
  });

  it(
    'messages, quotes, found messages, names, notes and dialogs stay text',
    { timeout: 300_000 },
    async () => {
      const victim = await visitors.visit(`Victim of ${kind}`);
      await victim.page.evaluate(() => {
        window.ran = 0;
        window.stopped = 0;
        Object.assign(window, { pwned: () => (window.ran += 1) });
        document.addEventListener('securitypolicyviolation', () => (window.stopped += 1));
      });
      await victim.join();
      const mallory = await befriend(victim, `Mallory of ${kind}`);
      await sayAll(mallory, victim, HARMLESS);
      // What is loaded for the first messages is there too, and knows the first link.
      await victim.page.locator('.message a').first().waitFor();
      await victim.page.locator('ear-message-menu').first().waitFor({ state: 'attached' });
      // The dots of "is typing".
      const known = [...(await elements(victim)), 'i'];
      for (let first = 0; first < HOSTILE_STRINGS.length; first += BATCH) {
        const batch = HOSTILE_STRINGS.slice(first, first + BATCH);
        const said = await sayAll(mallory, victim, batch);
        const shown = await victim.page.locator('.message .words').allTextContents();
        expect(shown.slice(-said.length).map(bare)).toEqual(said.map(bare));
        await unharmed(victim, known);
      }

      const search = victim.page.getByRole('searchbox').first();
      for (const word of ['img', 'script', 'onerror', 'javascript', 'svg']) {
        await search.fill(word);
        await victim.page.locator('ear-found-messages .hit').first().waitFor();
        await unharmed(victim, known, ['mark', 'h3', 'ear-found-messages']);
      }
      await search.fill('');

      const names = hostileNames();
      for (const [index, name] of names.entries()) {
        await mallory.request('set_profile', {
          name: numbered(`${kind}${index}`, name),
          status: 'available',
        });
        // It stays on screen for a while, with the name of the moment.
        if (index % 20 === 0) await mallory.raw('typing', { to: await idOf(victim, mallory), typing: true });
      }
      await victim.page.getByRole('heading', { name: `${kind}${names.length - 1} `, level: 2 }).waitFor();
      await unharmed(victim, known);

      for (const [index, name] of names.slice(0, 40).entries()) {
        const stranger = await Person.join(server.url, numbered(`${kind}${index}`, name));
        const note = HOSTILE_STRINGS[index * 5 + (index % 5)] ?? '';
        await stranger.request('send_chat_request', { to: await idOf(victim, mallory), note });
        const dialog = victim.page.locator('ear-request-card dialog');
        await dialog.waitFor();
        expect(await dialog.getByRole('heading').textContent()).toContain(stranger.welcome.me.name);
        await unharmed(victim, known, REQUEST_ELEMENTS);
        await dialog.getByRole('button', { name: 'Decline', exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
        stranger.leave();
      }
      mallory.leave();
    },
  );
});

const REQUEST_ELEMENTS = ['dialog', 'blockquote', 'h2', 'ear-identity-notice'];

/** No two are too alike. */
const numbered = (number: string, name: string): string =>
  [...`${number} ${name}`].slice(0, LIMITS.nameGraphemes).join('');

/** Those that the server lets pass, as it shows them. */
function hostileNames(): readonly string[] {
  const names = HOSTILE_STRINGS.flatMap((text) => {
    try {
      return [cleanName(text)];
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  });
  return [...new Set(names)];
}

const ids = new Map<Visitor, Person['id']>();
async function idOf(victim: Visitor, anybody: Person): Promise<Person['id']> {
  const known = ids.get(victim);
  if (known !== undefined) return known;
  const look = async () => {
    const { people } = await anybody.request('get_online_users', { search: victim.name });
    return people.find(({ name }) => name === victim.name)?.id;
  };
  await expect.poll(look).toBeDefined();
  const found = await look();
  if (found === undefined) throw new Error(`${victim.name} has left`);
  ids.set(victim, found);
  return found;
}

async function befriend(victim: Visitor, name: string): Promise<Person> {
  const person = await Person.join(server.url, name);
  await person.request('send_chat_request', { to: await idOf(victim, person), note: '' });
  await victim.dialog(`${name} wants to chat`).getByRole('button', { name: 'Accept', exact: true }).click();
  await person.next('chat_request_accepted');
  return person;
}

let clock = 0;
/** Each but the first answers the one before it, which it quotes. What the server takes, once the last of it is shown. */
async function sayAll(from: Person, to: Visitor, texts: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  let before: MessageId | null = null;
  const recipient = await idOf(to, from);
  for (const text of [...texts, `end of ${clock}`]) {
    clock += 1;
    const messageId: MessageId = id(`H${String(clock).padStart(9, '0')}`);
    const about = before === null ? {} : { about: { kind: 'reply', message: before } };
    const draft = { to: recipient, messageId, clock, sentAt: Date.now(), text, ...about };
    const { ok } = (await from.raw('send_private_message', draft)) as { readonly ok: boolean }; // as every reply
    if (!ok) continue;
    said.push(text);
    before = messageId;
  }
  await to.page
    .locator('.message .words')
    .getByText(said.at(-1) ?? '', { exact: true })
    .waitFor();
  return said;
}

/** Without what is markup of ours, which is shown as its looks. */
const bare = (text: string): string => text.replace(/[*`\s]/g, '');

/** Every kind of element there is, in all shadow roots. */
const elements = ({ page }: Visitor): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        found.add(element.localName);
        for (const { name, value } of element.attributes) {
          if (name.startsWith('on') || name === 'srcdoc') found.add(`an attribute ${name}`);
          if (/^(href|src|action|data)$/.test(name) && /^\W*(java|vb)script|^data:/i.test(value)) {
            found.add(`a link to ${value}`);
          }
        }
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return [...found];
  });

async function unharmed(
  victim: Visitor,
  known: readonly string[],
  also: readonly string[] = [],
): Promise<void> {
  const fresh = (await elements(victim)).filter((one) => !known.includes(one) && !also.includes(one));
  expect(fresh).toEqual([]);
  expect(await victim.page.evaluate(() => [window.ran, window.stopped])).toEqual([0, 0]);
}

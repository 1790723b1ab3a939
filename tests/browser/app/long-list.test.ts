/** A list of more people than fit on a screen: everybody is there by name, and whoever comes near the eye in full. */
import { expect, it } from 'vitest';
import { Person } from '../../support/person.ts';
import { runServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

const PEOPLE = 150;

it('names everybody in a long list at once, and offers a chat and calls where one scrolls to', async () => {
  const server = await runServer({ builtFolder: BUILT_FOLDER, args: WITHOUT_LIMITS });
  const visitors = await Visitors.open(server.url);
  try {
    const others = await Promise.all(
      Array.from({ length: PEOPLE }, (_, at) =>
        Person.join(server.url, `Person ${String(at + 1).padStart(3, '0')}`),
      ),
    );
    const ana = await visitors.join('Ana');
    const items = ana.people.getByRole('listitem');
    await expect.poll(() => items.count(), { timeout: 10_000 }).toBe(PEOPLE);
    const last = items.last();
    expect(await last.textContent()).toContain(`Person ${PEOPLE}`);
    expect(await last.getByRole('button').count()).toBe(0);
    await items.first().getByRole('button', { name: 'Chat with Person 001' }).waitFor();
    await last.scrollIntoViewIfNeeded();
    await last.getByRole('button', { name: `Video call Person ${PEOPLE}` }).waitFor();
    await last.getByRole('button', { name: `Chat with Person ${PEOPLE}` }).click();
    await ana.page.getByRole('heading', { name: `Person ${PEOPLE}`, level: 2 }).waitFor();
    for (const person of others) person.leave();
    await ana.passesAxe();
    await visitors.clear();
  } finally {
    await visitors.close();
    await server.stop();
  }
});

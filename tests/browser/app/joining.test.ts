/** The join form is there before the rest of the page is, and whoever uses it then loses nothing. */
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

const REST = '**/assets/services-*.js';

describe.each(['chromium', 'firefox'] as const)('in %s', (kind) => {
  let server: RunningServer;
  let visitors: Visitors;
  beforeAll(async () => {
    server = await runServer({ builtFolder: BUILT_FOLDER });
    visitors = await Visitors.open(server.url, kind);
  });
  afterEach(() => visitors.clear());
  afterAll(async () => {
    await visitors.close();
    await server.stop();
  });

  const box = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Your name' });

  it('takes a name before the rest of the page is there, and joins with it then', async () => {
    const ana = await visitors.visit('Ana');
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await ana.page.route(REST, async (route) => {
      await arrived;
      await route.continue();
    });
    await ana.page.reload({ waitUntil: 'commit' });
    await box(ana).fill('Ana');
    await ana.button('Join').click();
    await ana.button('Joining…').waitFor();
    arrive();
    await ana.people.waitFor();
    await ana.page.getByRole('button', { name: /^You: Ana/ }).waitFor();
  });

  it('says that the server is gone where the rest does not come, and goes on by itself once it is back', async () => {
    const bea = await visitors.visit('Bea');
    await bea.page.route(REST, (route) => route.abort());
    await bea.page.reload({ waitUntil: 'commit' });
    await box(bea).fill('Bea');
    await bea.button('Join').click();
    await bea.page.getByText('The connection is gone').waitFor();
    await bea.page.unroute(REST);
    await bea.people.waitFor({ timeout: 30_000 });
    await bea.page.getByRole('button', { name: /^You: Bea/ }).waitFor();
  });
});

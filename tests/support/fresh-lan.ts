/** A virtual LAN for one test: `const it = test.extend<{ lan: VirtualLan }>({ lan: freshLan })`. Gone when the test ends. */
import { VirtualLan } from './virtual-lan.ts';

// vitest reads out of the first parameter which other fixtures are needed: none.
export async function freshLan({}: object, use: (lan: VirtualLan) => Promise<void>): Promise<void> {
  const lan = await VirtualLan.open();
  try {
    await use(lan);
  } finally {
    await lan.close();
  }
}

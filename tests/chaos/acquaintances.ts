/** The people of a chaos run: who they are to the server, and who has accepted whom, on both sides, before anything starts. */
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { UserId } from '../../protocol/ids.ts';
import type { SessionTokens } from '../../server/transport/session-token.ts';
import { JournalArchive } from './journal-archive.ts';
import type { PersonSetup } from './orders.ts';
import type { Random } from './random.ts';

/** Friends of one person besides the two next to them, on average. */
const FURTHER_FRIENDS = 4;

interface Acquaintance {
  readonly id: UserId;
  readonly name: string;
}

export async function makeAcquaintances(options: {
  readonly people: number;
  readonly tokens: SessionTokens;
  readonly folder: string;
  readonly random: Random;
  /** Everybody's way to the server. */
  readonly urls: readonly string[];
}): Promise<PersonSetup[]> {
  const { tokens, folder, random, urls } = options;
  const everyone = Array.from({ length: options.people }, (_, index): Acquaintance => {
    return { id: ulid() as UserId, name: `person-${index + 1}` }; // a ULID is what ids are
  });
  const friends = everyone.map(() => new Set<Acquaintance>());
  everyone.forEach((one, index) => {
    for (let other = index + 1; other < everyone.length; other += 1) {
      // In a ring, so that nobody is alone.
      const next = other === index + 1 || (index === 0 && other === everyone.length - 1);
      if (!next && !random.chance(FURTHER_FRIENDS / everyone.length)) continue;
      friends[index]!.add(everyone[other]!);
      friends[other]!.add(one);
    }
  });
  return await Promise.all(
    everyone.map(async ({ id, name }, index) => {
      const journal = join(folder, `${name}.journal`);
      const archive = new JournalArchive(journal);
      await archive.load();
      for (const friend of friends[index]!) {
        await archive.putContact({ peer: friend.id, name: friend.name, mine: 'accepted', theirs: true });
      }
      archive.close();
      const list = [...friends[index]!];
      return { id, name, token: tokens.issue(id), url: urls[index]!, journal, friends: list };
    }),
  );
}

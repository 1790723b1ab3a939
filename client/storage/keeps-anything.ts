/** Whether anything of a person is in this browser: messages, or whom they accepted and blocked. */
import { openArchive } from './open-archive.ts';

export async function keepsAnything(): Promise<boolean> {
  const archive = await openArchive();
  const [{ messages }, contacts] = await Promise.all([archive.size(), archive.contacts()]);
  return messages > 0 || contacts.length > 0;
}

/**
 * What edits, deletes and reactions make of the message they are about. The outcome depends on which of them are known and on their
 * order in the conversation, never on when they came, so that both sides and all tabs show the same. Pure.
 */
import type { MessageId } from '../../protocol/ids.ts';
import { inOrder, isAnnotation, type StoredMessage } from './records.ts';

/** The message that one changes, or itself. */
export const targetOf = (message: StoredMessage): MessageId =>
  isAnnotation(message) && message.about !== undefined ? message.about.message : message.id;

/** Nothing is left of it but that it was there. */
export const isDeleted = ({ id, about }: Pick<StoredMessage, 'id' | 'about'>): boolean =>
  about?.kind === 'delete' && about.message === id;

/** What is to be stored where annotations have come to a message, or a message to annotations; `target` is undefined where it has not come. */
export function settle(
  target: StoredMessage | undefined,
  annotations: readonly StoredMessage[],
): readonly StoredMessage[] {
  const deletes = annotations.filter(({ about }) => about?.kind === 'delete');
  // An edit counts from the same person as a delete does, so this needs no target to be known.
  const deletedBy = new Set(deletes.map(speaker));
  if (target !== undefined && isDeleted(target)) deletedBy.add(speaker(target));
  const voided = annotations.filter((each) => each.about?.kind === 'edit' && deletedBy.has(speaker(each)));
  const settled = voided.map(purged);
  if (target === undefined) return settled;
  // Of a call each browser keeps what it saw itself, whatever anybody says of it.
  if (target.call) return [...settled, target];
  if (deletedBy.has(speaker(target))) return [...settled, tombstone(target)];
  const inConversation = annotations.filter(({ peer }) => peer === target.peer).sort(inOrder);
  return [...settled, changed(target, inConversation)];
}

/** One person in one conversation; I am the same one in many. */
const speaker = ({ peer, from }: StoredMessage): string => `${peer} ${from}`;

/** The edit of a message that is deleted is one more delete of it: its words go, and what goes on being sent says the same. */
const purged = ({ about, ...edit }: StoredMessage): StoredMessage =>
  about === undefined ? edit : { ...edit, text: '', about: { kind: 'delete', message: about.message } };

function tombstone({ editedAt, reactions, ...message }: StoredMessage): StoredMessage {
  return { ...message, text: '', about: { kind: 'delete', message: message.id } };
}

function changed(
  { editedAt, reactions: before, ...message }: StoredMessage,
  annotations: readonly StoredMessage[],
): StoredMessage {
  const edit = annotations.findLast(({ about, from }) => about?.kind === 'edit' && from === message.from);
  const last = new Map<string, StoredMessage>();
  for (const each of annotations) if (each.about?.kind === 'reaction') last.set(each.from, each);
  const reactions = [...last.values()].filter(({ text }) => text !== '').sort(inOrder);
  return {
    ...message,
    ...(edit && { text: edit.text, editedAt: edit.sentAt }),
    ...(reactions.length > 0 && { reactions: reactions.map(({ from, text }) => ({ from, emoji: text })) }),
  };
}

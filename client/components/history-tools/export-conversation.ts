/** A conversation as a file, for people to read or for programs; made in this browser and saved by it. */
import { msg, str } from '@lit/localize';
import type { MessageView } from '../../stores/message-view.ts';
import { callEntryWords } from '../words/call-entry-words.ts';
import { startOfDay, timeWords } from '../words/time-words.ts';

export type ExportFormat = 'text' | 'json';

interface ConversationExport {
  /** Of the other person. */
  readonly name: string;
  /** My own name. */
  readonly me: string;
  readonly messages: readonly MessageView[];
  readonly now: number;
}

const TYPES = { text: ['text/plain;charset=utf-8', 'txt'], json: ['application/json', 'json'] } as const;
/** A file of this conversation that is still being saved after this long is not being saved. */
const KEEP_MS = 60_000;

export function exportConversation(conversation: ConversationExport, format: ExportFormat): void {
  const [type, ending] = TYPES[format];
  const body = format === 'text' ? asText(conversation) : asJson(conversation);
  const url = URL.createObjectURL(new Blob([body], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName(conversation)}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

export function asText({ me, messages, name, now }: ConversationExport): string {
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
  const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });
  const lines = [msg(str`Conversation with ${name}`), msg(str`Saved from Earshot, ${date.format(now)}`)];
  let last: number | null = null;
  for (const message of messages) {
    const { at, mine } = message;
    if (startOfDay(at) !== last) lines.push('', day.format(at), '');
    last = startOfDay(at);
    lines.push(`${timeWords(at)}  ${mine ? me : name}: ${spoken(message, { me, name }).join('\n    ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The words of a message, and what has come to it, a line each. */
function spoken(
  { call, deleted, editedAt, mine: isMine, quote, reactions = [], text }: MessageView,
  { me, name }: Pick<ConversationExport, 'me' | 'name'>,
): readonly string[] {
  if (call) return [`(${callEntryWords(call, { mine: isMine, name })})`];
  if (deleted) return [`(${msg('deleted')})`];
  const said = quote?.said;
  const whose = said?.mine ? me : name;
  const cause = said ? [`> ${whose}: ${said.text.replaceAll('\n', '\n    > ')}`] : [];
  const lines = [...cause, ...text.split('\n')];
  if (editedAt !== undefined) lines.push(`(${msg('edited')})`);
  for (const { emoji, mine, theirs } of reactions) {
    lines.push(`${emoji} ${[...(theirs ? [name] : []), ...(mine ? [me] : [])].join(', ')}`);
  }
  return lines;
}

export function asJson({ me, messages, name, now }: ConversationExport): string {
  const moment = (at: number) => new Date(at).toISOString();
  const written = messages.map(
    ({ at, call, deleted, editedAt, id, mine, quote, reactions, state, text }) => ({
      id,
      at: moment(at),
      from: mine ? me : name,
      text,
      ...(call && { call }),
      ...(state !== null && { state }),
      ...(quote && { answers: quote.id }),
      ...(editedAt !== undefined && { edited: moment(editedAt) }),
      ...(deleted && { deleted }),
      ...(reactions && {
        reactions: reactions.flatMap((each) => [
          ...(each.theirs ? [{ from: name, emoji: each.emoji }] : []),
          ...(each.mine ? [{ from: me, emoji: each.emoji }] : []),
        ]),
      }),
    }),
  );
  return `${JSON.stringify({ me, with: name, saved: new Date(now).toISOString(), messages: written }, null, 2)}\n`;
}

/** Without what file systems refuse. */
export function fileName({ name, now }: Pick<ConversationExport, 'name' | 'now'>): string {
  const safe = name.replace(/[\\/:*?"<>|\p{C}]/gu, '_').replace(/^\.+|[. ]+$/g, '_');
  const today = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return `Earshot - ${safe} - ${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
}

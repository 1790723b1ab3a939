/** A conversation as a file, for people to read or for programs; made in this browser and saved by it. */
import { msg, str } from '@lit/localize';
import type { MessageView } from '../../stores/message-view.ts';
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
  for (const { at, mine, text } of messages) {
    if (startOfDay(at) !== last) lines.push('', day.format(at), '');
    last = startOfDay(at);
    lines.push(`${timeWords(at)}  ${mine ? me : name}: ${text.replaceAll('\n', '\n    ')}`);
  }
  return `${lines.join('\n')}\n`;
}

export function asJson({ me, messages, name, now }: ConversationExport): string {
  const written = messages.map(({ at, id, mine, state, text }) => ({
    id,
    at: new Date(at).toISOString(),
    from: mine ? me : name,
    text,
    ...(state === null ? {} : { state }),
  }));
  return `${JSON.stringify({ me, with: name, saved: new Date(now).toISOString(), messages: written }, null, 2)}\n`;
}

/** Without what file systems refuse. */
export function fileName({ name, now }: Pick<ConversationExport, 'name' | 'now'>): string {
  const safe = name.replace(/[\\/:*?"<>|\p{C}]/gu, '_').replace(/^\.+|[. ]+$/g, '_');
  const today = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return `Earshot - ${safe} - ${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
}

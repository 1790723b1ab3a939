/** What one wants to meet somebody for: a dialog with two ways to go. */
import { html, nothing, type TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { Coffee, MessageCircle, Video } from 'lucide';
import type { MeetingMedia } from '../../../protocol/meetings.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';

interface Act {
  readonly choose: (media: MeetingMedia) => void;
  readonly close: () => void;
  /** The hour by the host's clock, and whether this person wants to be asked then; null where the host offers none. */
  readonly coffee: {
    readonly at: string;
    readonly wanted: boolean;
    readonly want: (on: boolean) => void;
  } | null;
}

export function meetingChoice({ choose, close, coffee }: Act): TemplateResult {
  const choice = (media: MeetingMedia, shape: typeof Video, words: string, meaning: string) =>
    html`<button class="button choice wide" type="button" @click=${() => choose(media)}>
      ${icon(shape)}<span>${words}<small>${meaning}</small></span>
    </button>`;
  return html`<ear-dialog label=${msg('Meet someone')} @ear-dialog-closed=${close}>
    <p>
      ${msg('You are brought together with somebody here who is waiting too. Each of you sees the name of the other.')}
    </p>
    <div class="choices">
      ${choice('text', MessageCircle, msg('Write'), msg('A conversation opens at both of you.'))}
      ${choice(
        'video',
        Video,
        msg('See each other'),
        msg(
          'A conversation opens, and a video call once both of you have pressed Ready. Before that, no camera and no microphone is on.',
        ),
      )}
    </div>
    ${coffee === null ? nothing : coffeeChoice(coffee)}
    <p class="hint">${msg('Either of you can move on to the next person or leave at any time.')}</p>
  </ear-dialog>`;
}

function coffeeChoice({ at, wanted, want }: NonNullable<Act['coffee']>): TemplateResult {
  return html`<label class="coffee">
    ${icon(Coffee)}
    <span
      >${msg(str`Coffee at ${at}, each day`)}<small
        >${msg('If you are here and free then, you are asked to have one with somebody else who wants one. Remembered on this device.')}</small
      ></span
    >
    <input
      type="checkbox"
      .checked=${wanted}
      @change=${(event: Event) => want((event.target as HTMLInputElement).checked)}
    />
  </label>`;
}

/** Above the box: what is being answered or edited, and the way out of it. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { Pencil, Reply, X } from 'lucide';
import { withoutMarks } from '../../text/marks.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { type ComposerTask as Task, TaskEnded } from './composer-events.ts';

@customElement('ear-composer-task')
export class ComposerTask extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3);
        border-inline-start: 3px solid var(--accent);
        border-radius: var(--radius-s);
        background: var(--sunken);
        font-size: var(--text-s);
      }
      div {
        flex: 1;
        min-width: 0;
      }
      b {
        display: block;
        color: var(--accent-text);
        font-weight: 650;
      }
      span {
        display: block;
        overflow: hidden;
        color: var(--muted);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) task!: Task;
  /** Of the other person. */
  @property() name = '';

  override render() {
    const { kind, message } = this.task;
    const who = message.mine ? msg('yourself') : this.name;
    return html`${icon(kind === 'edit' ? Pencil : Reply)}
      <div>
        <b>${kind === 'edit' ? msg('Editing your message') : msg(str`Reply to ${who}`)}</b>
        <span>${withoutMarks(message.text)}</span>
      </div>
      <button
        class="button quiet round"
        type="button"
        aria-label=${kind === 'edit' ? msg('Stop editing') : msg('Do not reply')}
        @click=${() => this.dispatchEvent(new TaskEnded())}
      >
        ${icon(X)}
      </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-composer-task': ComposerTask;
  }
}

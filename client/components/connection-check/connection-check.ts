/** Why a call may not connect: one line for each thing that a call needs, the one thing to do, and a report to copy. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { Check as CheckMark, CircleAlert, CircleHelp, Copy } from 'lucide';
import type { CheckResult, ConnectionCheck } from '../../connection-check/connection-check.ts';
import type { Check } from '../../connection-check/judge-facts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { checkAdvice, checkFinding, checkTitle } from './check-words.ts';

const ICONS = { good: CheckMark, bad: CircleAlert, unknown: CircleHelp };

function verdictWords(verdict: Check['verdict']): string {
  if (verdict === 'good') return msg('Fine');
  return verdict === 'bad' ? msg('Trouble') : msg('Not tested');
}

@customElement('ear-connection-check')
export class ConnectionCheckPanel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .panel {
        display: grid;
        gap: var(--space-4);
      }
      ul {
        display: grid;
        gap: var(--space-3);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 1.5rem 1fr;
        gap: var(--space-2);
        align-items: start;
      }
      li .icon {
        width: 1.25rem;
        height: 1.25rem;
        margin-top: 0.1rem;
        color: var(--muted);
      }
      .good .icon {
        color: var(--accent-text);
      }
      .bad .icon {
        color: var(--danger-text);
      }
      strong,
      small {
        display: block;
      }
      small {
        color: var(--muted);
        font-size: var(--text-s);
        text-wrap: pretty;
      }
      .bad small {
        color: inherit;
      }
      .summary {
        padding: var(--space-3) var(--space-4);
        border-radius: var(--radius);
        background: var(--accent-soft);
        color: var(--accent-text);
        text-wrap: pretty;
      }
      .summary.warns {
        background: var(--danger-soft);
        color: var(--danger-text);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) check: ConnectionCheck | null = null;
  @state() private _result: CheckResult | null = null;
  @state() private _copied = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this._run();
  }

  override render() {
    const result = this._result;
    if (result === null) return html`<p role="status">${msg('Testing…')}</p>`;
    return html`<div class="panel">
      ${this.#summary(result.checks)}
      <ul aria-label=${msg('What was tested')}>
        ${result.checks.map(
          (check) =>
            html`<li class=${check.verdict}>
              ${icon(ICONS[check.verdict])}
              <div>
                <strong
                  >${checkTitle(check)}<span class="said">: ${verdictWords(check.verdict)}</span></strong
                >
                <small>${checkFinding(check)} ${checkAdvice(check) ?? nothing}</small>
              </div>
            </li>`,
        )}
      </ul>
      <div class="actions">
        <button class="button soft" type="button" @click=${() => void this._run()}>
          ${msg('Test again')}
        </button>
        <button class="button soft" type="button" @click=${() => void this._copy(result.report)}>
          ${icon(this._copied ? CheckMark : Copy)}${this._copied ? msg('Copied') : msg('Copy report')}
        </button>
        <span class="said" role="status">${this._copied ? msg('The report was copied.') : nothing}</span>
      </div>
    </div>`;
  }

  #summary(checks: readonly Check[]) {
    const first = checks.find(({ verdict }) => verdict === 'bad');
    if (first === undefined) {
      return html`<p class="summary" role="status">
        ${msg('Nothing wrong was found on this device. If calls still fail, do the same test on the other one.')}
      </p>`;
    }
    return html`<p class="summary warns" role="status">
      <strong>${msg('What to do first')}</strong>${checkAdvice(first)}
    </p>`;
  }

  private async _run(): Promise<void> {
    this._result = null;
    this._copied = false;
    this._result = (await this.check?.run()) ?? null;
  }

  private async _copy(report: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(report);
      this._copied = true;
    } catch {
      // The browser said no; the lines are on screen.
      this._copied = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-connection-check': ConnectionCheckPanel;
  }
}

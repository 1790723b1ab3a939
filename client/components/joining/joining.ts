/** The first screen: what this is, and by which name others will see you. */
import { LitElement, html, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { LIMITS } from '../../../protocol/limits.ts';
import type { WireError } from '../../../protocol/errors.ts';
import { alertsContext, sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { errorWords } from '../words/error-words.ts';
import { joiningStyles } from './joining.styles.ts';

@customElement('ear-joining')
export class Joining extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, joiningStyles];

  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @query('input') private _box!: HTMLInputElement;
  #lastProblem: WireError | null = null;
  private readonly _joining = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joining' ? state : null),
  );

  override firstUpdated(): void {
    this._box.value = this._joining.value?.name ?? '';
    this._box.select();
  }

  override updated(): void {
    const joining = this._joining.value;
    if (joining === null) return;
    // The remembered name may be known only after the first paint; what was typed since wins.
    if (this._box.value === '' && joining.name !== '' && !joining.busy) this._box.value = joining.name;
    if (joining.problem !== null && joining.problem !== this.#lastProblem) this._box.select();
    this.#lastProblem = joining.problem;
  }

  override render() {
    const joining = this._joining.value;
    if (joining === null) return nothing;
    const { busy, problem } = joining;
    return html`<main>
      <div class="intro">
        ${brandMark}
        <h1>${msg('Earshot')}</h1>
        <p>${msg('Chat and call anyone on the same Wi-Fi.')}</p>
      </div>
      <form @submit=${this._onSubmit} aria-busy=${busy ? 'true' : 'false'}>
        <div class="field">
          <label class="label" for="name">${msg('Your name')}</label>
          <input
            id="name"
            class="box"
            name="name"
            autocomplete="nickname"
            autocapitalize="words"
            spellcheck="false"
            enterkeyhint="go"
            required
            maxlength=${LIMITS.nameCharacters}
            aria-invalid=${problem === null ? 'false' : 'true'}
            aria-describedby="about"
          />
          <div id="about" class="about" role="status">
            ${problem === null ? msg('This is how others will see you.') : this.#problem(problem)}
          </div>
        </div>
        <button class="button primary wide" type="submit">${busy ? msg('Joining…') : msg('Join')}</button>
      </form>
      <p class="promise">${msg('No account and no internet needed. What you say stays on this network.')}</p>
    </main>`;
  }

  #problem(problem: WireError) {
    const free = problem.code === 'name_taken' ? problem.detail : '';
    return html`<span class="problem">${errorWords(problem)}</span>${
        free === ''
          ? nothing
          : html`<button class="button soft suggestion" type="button" @click=${() => this._join(free)}>
              ${msg(str`Join as ${free}`)}
            </button>`
      }`;
  }

  private _onSubmit(event: Event): void {
    event.preventDefault();
    this._join(this._box.value.trim());
  }

  private _join(name: string): void {
    this._box.value = name;
    this._alerts.unlockSound();
    if (name === '') this._box.focus();
    // Without a name too: the session says what is missing.
    if (this._joining.value?.busy === false) this._session.join(name);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-joining': Joining;
  }
}

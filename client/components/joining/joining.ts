/**
 * The first screen: what this is, and by which name others will see you. It stands in the page itself, so that one can type before
 * any code is there (`templates/index.html`; until then client/early.ts listens); here it gets what it does and what it says.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { LIMITS } from '../../../protocol/limits.ts';
import type { WireError } from '../../../protocol/errors.ts';
import type { SessionState } from '../../stores/session.ts';
import type { DoorServices } from '../app/app-services.ts';
import { errorWords } from '../words/error-words.ts';

type JoiningState = Extract<SessionState, { phase: 'joining' }>;

@customElement('ear-joining')
export class Joining extends LitElement {
  @property({ attribute: false }) door: Pick<DoorServices, 'alerts' | 'session'> | null = null;
  readonly #form = part<HTMLFormElement>(this, 'form');
  readonly #box = part<HTMLInputElement>(this, 'input');
  readonly #button = part<HTMLButtonElement>(this, 'button');
  #lastProblem: WireError | null = null;

  /** Only the words below the box are drawn; they take the place of those of the page. */
  protected override createRenderRoot(): HTMLElement {
    const about = part<HTMLElement>(this, '.about');
    about.replaceChildren();
    return about;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#box.maxLength = LIMITS.nameCharacters;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('door') || this.door === null) return;
    // Once: both live as long as the page.
    this.door.session.state.subscribe(() => this.requestUpdate());
    this.#form.addEventListener('submit', this._onSubmit);
    if ('wanted' in this.#form.dataset) this._join(this.#box.value.trim());
  }

  override render() {
    const problem = this.#joining?.problem ?? null;
    if (problem === null) return msg('This is how others will see you.');
    const free = problem.code === 'name_taken' ? problem.detail : '';
    return html`<span class="problem">${errorWords(problem)}</span>${
        free === ''
          ? nothing
          : html`<button class="button soft suggestion" type="button" @click=${() => this._join(free)}>
              ${msg(str`Join as ${free}`)}
            </button>`
      }`;
  }

  override updated(): void {
    const state = this.door?.session.state.get();
    if (state?.phase === 'joining') this.#show(state);
    // Whoever leaves finds the name that they had, and not what was once typed.
    else if (state?.phase === 'joined') this.#box.value = '';
  }

  #show({ name, busy, problem }: JoiningState): void {
    const isNew = problem !== null && problem !== this.#lastProblem;
    this.#lastProblem = problem;
    this.#form.setAttribute('aria-busy', String(busy));
    this.#box.setAttribute('aria-invalid', String(problem !== null));
    this.#button.textContent = busy ? msg('Joining…') : msg('Join');
    // The remembered name may be known only after the first paint; what was typed since wins.
    const isEmpty = this.#box.value === '';
    if (isEmpty) this.#box.value = name;
    if (isNew || isEmpty) this.#box.select();
  }

  get #joining(): JoiningState | null {
    const state = this.door?.session.state.get();
    return state?.phase === 'joining' ? state : null;
  }

  private readonly _onSubmit = (event: Event): void => {
    event.preventDefault();
    this._join(this.#box.value.trim());
  };

  private _join(name: string): void {
    this.#box.value = name;
    this.door?.alerts.unlockSound();
    if (name === '') this.#box.focus();
    // Without a name too: the session says what is missing.
    if (this.#joining?.busy === false) this.door?.session.join(name);
  }
}

function part<T extends HTMLElement>(form: HTMLElement, selector: string): T {
  const found = form.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector} in its join form`);
  return found;
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-joining': Joining;
  }
}

/** A browser before a server with accounts, as far as cookies go: what it is told to keep, it keeps and sends. */
import { callApi, type ApiAnswer, type ApiCall } from './api-caller.ts';
import { Person, type JoinOptions } from './person.ts';

export class AccountVisitor {
  readonly #url: string;
  readonly #from: string | undefined;
  readonly cookies = new Map<string, string>();

  /** `from` is an address of this computer. */
  constructor(url: string, from?: string) {
    this.#url = url;
    this.#from = from;
  }

  /** Opens the page, as everybody does first. */
  async visit(): Promise<this> {
    await this.ask('GET', '/');
    return this;
  }

  async ask(method: string, path: string, body?: unknown, call: ApiCall = {}): Promise<ApiAnswer> {
    const answer = await callApi(this.#url, method, path, {
      ...(body === undefined ? {} : { body }),
      ...(this.#from === undefined ? {} : { from: this.#from }),
      ...call,
      headers: { cookie: this.header, ...call.headers },
    });
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async register(name: string, password: string, link?: string): Promise<ApiAnswer> {
    const wanted = { name, password, ...(link === undefined ? {} : { link }) };
    return this.#settle(await this.ask('POST', '/account/register', wanted));
  }

  async login(name: string, password: string): Promise<ApiAnswer> {
    return this.#settle(await this.ask('POST', '/account/login', { name, password }));
  }

  /** As the page does where it finds nothing of anybody else. */
  async #settle(answer: ApiAnswer): Promise<ApiAnswer> {
    if (answer.status === 200) await this.ask('POST', '/account/here');
    return answer;
  }

  /** Connects as whoever is logged in here. */
  join(name = 'whoever', options: JoinOptions = {}): Promise<Person> {
    return Person.join(this.#url, name, { ...options, headers: { cookie: this.header } });
  }

  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

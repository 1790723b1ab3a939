/**
 * Right and hostile requests at random to every operation of the HTTP interface, as its own document has them, against the real server over
 * TLS. What has to hold: the process lives, nothing is a fault of the server, and every refusal has its code, its status and its form.
 */
import { Agent } from 'node:https';
import { API_SCOPES } from '../../protocol/api.ts';
import type { UserId } from '../../protocol/ids.ts';
import { statusOf, type ApiErrorCode } from '../../server/api/api-error.ts';
import type { OpenApi } from '../../server/api/openapi.ts';
import { Random } from '../chaos/random.ts';
import { callApi, makeKey, type ApiAnswer } from '../support/api-caller.ts';
import { misfits } from '../support/misfits.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';
import { httpInput, type Target } from './http-input.ts';

export interface HttpFuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly progress: (requests: number) => void;
}

export interface HttpFuzzResult {
  readonly requests: number;
  /** How many answers of each code; `ok` for those that succeeded. */
  readonly answers: ReadonlyMap<string, number>;
  /** Operations that came past key, form and schema; those that succeeded; and those there are, as `POST /api/send`. */
  readonly reached: ReadonlySet<string>;
  readonly succeeded: ReadonlySet<string>;
  readonly operations: readonly string[];
  /** Answers that are none by the document, and connections that were cut. */
  readonly wrong: readonly string[];
  /** What the server logged as its own fault, each once. */
  readonly faults: readonly string[];
  readonly polluted: boolean;
}

const AT_ONCE = 16;
/** As many chat requests as there is time for. */
const ARGS = [...WITHOUT_LIMITS, '--requests-per-minute', '1000000', '--cooldown-seconds', '1'];
/** What is said before an operation has a look at anything. */
const GATE = [
  'bad_payload',
  'key_missing',
  'key_wrong',
  'scope_missing',
  'method_not_allowed',
  'unsupported_type',
  'too_large',
  'rate_limited',
];
export async function runHttpFuzz({ seed, requests, progress }: HttpFuzzOptions): Promise<HttpFuzzResult> {
  const faults = new Set<string>();
  const quiet = () => undefined;
  const error = (words: string, fault: unknown) => void faults.add(`${words}: ${String(fault)}`);
  const onRejection = (fault: unknown) => void faults.add(`unhandled: ${String(fault)}`);
  process.on('unhandledRejection', onRejection);
  const server = await runServer({
    args: ARGS,
    log: { debug: quiet, info: quiet, warn: quiet, error },
  });
  const run = await HttpFuzzRun.open(server, new Random(seed));
  try {
    await run.go(requests, progress);
    return { ...run.result(), faults: [...faults], polluted: 'polluted' in {} };
  } finally {
    run.end();
    await server.stop();
    process.off('unhandledRejection', onRejection);
  }
}

class HttpFuzzRun {
  readonly #server: RunningServer;
  readonly #random: Random;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  readonly #keys = new Map<string, string>();
  readonly #people: Person[] = [];
  /** Ids that the server has given out. */
  readonly #known: string[] = [];
  readonly #answers = new Map<string, number>();
  readonly #reached = new Set<string>();
  readonly #succeeded = new Set<string>();
  /** Who asks the bot, and by which request. */
  #asking: { readonly from: string; readonly requestId: string } | null = null;
  readonly #wrong: string[] = [];
  #targets: readonly Target[] = [];
  #asked = 0;

  private constructor(server: RunningServer, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  static async open(server: RunningServer, random: Random): Promise<HttpFuzzRun> {
    const run = new HttpFuzzRun(server, random);
    for (const scope of API_SCOPES) run.#keys.set(scope, await makeKey(server.dataDir, scope, [scope]));
    const { json } = await callApi(server.url, 'GET', '/api/openapi.json');
    // That it is one is tested elsewhere.
    const { paths } = json as OpenApi;
    run.#targets = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([word, operation]) => {
        const method = word.toUpperCase();
        return { title: `${method} ${path}`, method, path, operation };
      }),
    );
    // A bot is the person that its key names.
    const bot = (run.#keys.get('bot') ?? '').slice(3, 29) as UserId;
    for (const name of ['Ana', 'Bea', 'Cem', 'Dan']) {
      const person = await Person.join(server.url, name);
      if (run.#people.length < 2) await person.request('set_consent', { peer: bot, consent: 'accepted' });
      run.#people.push(person);
      run.#known.push(person.id);
    }
    for (const person of run.#people.slice(0, 2)) await person.request('find_partner', { media: 'text' });
    const [first] = run.#people;
    if (first) run.#known.push((await first.next('partner_found')).roomId);
    return run;
  }

  result(): Omit<HttpFuzzResult, 'faults' | 'polluted'> {
    return {
      requests: this.#asked,
      answers: this.#answers,
      reached: this.#reached,
      succeeded: this.#succeeded,
      operations: this.#targets.map(({ title }) => title),
      wrong: this.#wrong,
    };
  }

  async go(requests: number, progress: HttpFuzzOptions['progress']): Promise<void> {
    const one = async () => {
      while (this.#asked < requests) {
        this.#asked += 1;
        await this.#step();
        progress(this.#asked);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    // The process has to be there still, and to say so.
    const { status } = await callApi(this.#server.url, 'GET', '/api/health');
    if (status !== 200) this.#wrong.push(`after all: health is ${status}`);
  }

  end(): void {
    for (const person of this.#people) person.leave();
    this.#agent.destroy();
  }

  async #step(): Promise<void> {
    const random = this.#random;
    const isAsked = random.chance(0.02) && (await this.#beAsked());
    const all = isAsked ? this.#targets.filter(({ path }) => path === '/api/answer') : this.#targets;
    const target = random.pick(all);
    const known = {
      ids: this.#known,
      people: this.#people.map(({ id }) => id),
      asking: this.#asking,
      keys: this.#keys,
    };
    const { method, path, body, ...rest } = httpInput(target, known, random);
    const what = `${method} ${path} ${JSON.stringify(body)?.slice(0, 300) ?? ''}`;
    try {
      const call = { ...rest, agent: this.#agent, ...(body === undefined ? {} : { body }) };
      this.#look(target, await callApi(this.#server.url, method, path, call), what);
    } catch (error) {
      this.#wrong.push(`${what}: ${String(error)}`);
    }
  }

  #look({ title, operation }: Target, { status, json, text, code }: ApiAnswer, what: string): void {
    const said = code ?? (status === 200 ? 'ok' : 'none');
    if (!GATE.includes(said)) this.#reached.add(title);
    this.#answers.set(said, (this.#answers.get(said) ?? 0) + 1);
    if (status === 200) {
      this.#succeeded.add(title);
      const [[type = '', content = null] = []] = Object.entries(operation.responses['200']?.content ?? {});
      const misfit =
        content === null ? [] : misfits(content.schema, type === 'application/json' ? json : text);
      if (misfit.length > 0) this.#wrong.push(`${what}: ${misfit.join()}`);
      this.#remember(json);
      return;
    }
    const isRefusal =
      code !== null && isWhole(json) && status < 500 && status === statusOf(code as ApiErrorCode);
    if (!isRefusal) this.#wrong.push(`${what}: ${status} ${text.slice(0, 200)}`);
  }

  /** The last of the people asks the bot, if that is possible now. */
  async #beAsked(): Promise<boolean> {
    const from = this.#people.at(-1);
    const bot = (this.#keys.get('bot') ?? '').slice(3, 29) as UserId; // as above
    const asked = await from?.request('send_chat_request', { to: bot, note: '' }).catch(() => null);
    if (from && asked) this.#asking = { from: from.id, requestId: asked.requestId };
    return Boolean(asked);
  }

  #remember(json: unknown): void {
    for (const [found] of JSON.stringify(json ?? null).matchAll(/[0-9A-HJKMNP-TV-Z]{26}(\.\d+)?/g)) {
      if (this.#known.length < 200 && !this.#known.includes(found)) this.#known.push(found);
    }
  }
}

/** `{ error: { code, detail } }`, and nothing else. */
function isWhole(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Object.keys(json).join() !== 'error') return false;
  const error: unknown = Reflect.get(json, 'error');
  if (typeof error !== 'object' || error === null || Object.keys(error).sort().join() !== 'code,detail')
    return false;
  return Object.values(error).every((value) => typeof value === 'string');
}

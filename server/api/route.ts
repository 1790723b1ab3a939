/** One route of the HTTP interface: all that serving it and describing it takes. The document of the interface is made from these. */
import type * as v from 'valibot';
import type { ApiErrorCode } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import type { NeededScope } from './key-gate.ts';

/** Who asks. */
export interface Asking<Key extends ApiKey | null = ApiKey | null> {
  readonly key: Key;
  /** Where the request comes from, as the connection shows it. */
  readonly address: string;
  /** Called when the other end does not wait for the answer any more. @returns the undo */
  readonly onGone: (run: () => void) => () => void;
}

/** What there is besides JSON. */
export type Produced = 'application/json' | 'text/html' | 'text/plain';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** The last part may be `{id}`, which is then a member of the input. */
  readonly path: string;
  /** Null where no key is needed. */
  readonly scope: NeededScope | null;
  readonly summary: string;
  readonly about: string;
  /** Of the query of a GET, of the JSON body of a POST. Null where there is nothing to say. */
  readonly input: v.GenericSchema | null;
  readonly output: v.GenericSchema;
  readonly produces: Produced;
  /** Of its own, besides those of the key and of the form of the request. */
  readonly errors: readonly ApiErrorCode[];
  readonly answer: (input: unknown, asking: Asking) => unknown;
}

interface Defined<Input, Output> extends Pick<Route, 'method' | 'path' | 'summary' | 'about'> {
  readonly output: v.GenericSchema<unknown, Output>;
  readonly input?: v.GenericSchema<unknown, Input>;
  readonly errors?: readonly ApiErrorCode[];
  readonly produces?: Produced;
}

/** For everybody. */
export function openRoute<Input, Output>(
  defined: Defined<Input, Output> & {
    readonly answer: (input: Input, asking: Asking) => Promise<Output> | Output;
  },
): Route {
  // Input has passed its schema before it comes here; a list of routes cannot say so of each.
  const answer = defined.answer as Route['answer'];
  return { ...filledIn(defined), scope: null, answer };
}

/** For whoever has a key with this scope. */
export function keyRoute<Input, Output>(
  defined: Defined<Input, Output> & {
    readonly scope: NeededScope;
    readonly answer: (input: Input, asking: Asking<ApiKey>) => Promise<Output> | Output;
  },
): Route {
  // As above; and where a scope is named, nobody comes here without a key.
  const answer = defined.answer as Route['answer'];
  return { ...filledIn(defined), scope: defined.scope, answer };
}

const filledIn = <Input, Output>({ method, path, summary, about, ...rest }: Defined<Input, Output>) => ({
  method,
  path,
  summary,
  about,
  input: rest.input ?? null,
  output: rest.output,
  errors: rest.errors ?? [],
  produces: rest.produces ?? ('application/json' as const),
});

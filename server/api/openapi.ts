/** The document of the HTTP interface (OpenAPI 3.1), made from the routes that are served. */
import type { ApiErrorCode } from './api-error.ts';
import { statusOf } from './api-error.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import type { Route } from './route.ts';

export interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-scope'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly schema: unknown;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

const ABOUT = [
  'For scripts, bots and home automation on the same network. Keys are made at the terminal of the server:',
  '`earshot key create NAME --scopes stats,bot,meet,admin`. Every refusal is JSON with a code. docs/api.md explains the rest.',
].join(' ');

export function openApiOf(routes: readonly Route[], version: string): OpenApi {
  const paths: Record<string, Partial<Record<'get' | 'post', Operation>>> = {};
  for (const route of routes) {
    // GET and POST are all there is.
    const method = route.method.toLowerCase() as 'get' | 'post';
    paths[route.path] = { ...paths[route.path], [method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Earshot', version, description: ABOUT },
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Refusal: REFUSAL },
    },
  };
}

const REFUSAL: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, detail: { type: 'string' } },
      required: ['code', 'detail'],
    },
  },
  required: ['error'],
};

function operationOf(route: Route): Operation {
  const { scope, input, summary, about } = route;
  const schema = input === null ? null : jsonSchemaOf(input);
  return {
    summary,
    description: about,
    security: scope === null ? [] : [{ key: [] }],
    ...(scope === null || scope === 'any' ? {} : { 'x-scope': scope }),
    ...(schema === null
      ? {}
      : route.method === 'GET'
        ? { parameters: parametersOf(schema, route.path) }
        : { requestBody: { content: { 'application/json': { schema } } } }),
    responses: {
      '200': {
        description: 'Done.',
        content: { [route.produces]: { schema: jsonSchemaOf(route.output) } },
      },
      ...refusalsOf(route),
    },
  };
}

function parametersOf({ properties, required }: JsonSchema, path: string): readonly Parameter[] {
  const needed = Array.isArray(required) ? required : [];
  return Object.entries((properties ?? {}) as Readonly<Record<string, unknown>>) // as `jsonSchemaOf` writes them
    .map(([name, schema]) => ({
      name,
      in: path.includes(`{${name}}`) ? 'path' : 'query',
      required: needed.includes(name),
      schema,
    }));
}

/** What can be wrong with any such request, and then what is the route's own. */
function codesOf({ scope, method, input, errors }: Route): readonly ApiErrorCode[] {
  return [
    ...(scope === null ? [] : (['https_only', 'key_missing', 'key_wrong', 'rate_limited'] as const)),
    ...(scope === null || scope === 'any' ? [] : (['scope_missing'] as const)),
    ...(input === null ? [] : (['bad_payload'] as const)),
    ...(input === null || method === 'GET' ? [] : (['unsupported_type', 'too_large'] as const)),
    ...errors,
  ];
}

function refusalsOf(route: Route): Operation['responses'] {
  const codes = new Map<number, ApiErrorCode[]>();
  for (const code of new Set(codesOf(route)))
    codes.set(statusOf(code), [...(codes.get(statusOf(code)) ?? []), code]);
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } };
  return Object.fromEntries(
    [...codes].map(([status, named]) => [
      String(status),
      { description: named.map((code) => `\`${code}\``).join(', '), content },
    ]),
  );
}

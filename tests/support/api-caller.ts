/** Requests to the HTTP interface of a server under test, over TLS unless the address says otherwise. */
import { request as requestPlain, type IncomingHttpHeaders } from 'node:http';
import { request, type Agent } from 'node:https';
import type { ApiScope } from '../../protocol/api.ts';
import { ApiKeys } from '../../server/api/api-keys.ts';

export interface ApiCall {
  readonly key?: string | null;
  /** Sent as JSON, unless it is text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of this computer, on Linux. */
  readonly from?: string;
  readonly signal?: AbortSignal;
  /** Keeps connections; without one each request has its own. */
  readonly agent?: Agent;
}
export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Null where it is no JSON. */
  readonly json: unknown;
  /** Of a refusal. */
  readonly code: string | null;
}

export function callApi(url: string, method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> {
  const { key = null, body, headers = {}, from, signal, agent = false } = call;
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const { protocol, hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asking = (protocol === 'https:' ? request : requestPlain)(
      {
        ...{ hostname, port, path, method, agent, rejectUnauthorized: false },
        headers: {
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(text === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(from === undefined ? {} : { localAddress: from }),
        ...(signal === undefined ? {} : { signal }),
      },
      (response) => {
        let heard = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
        response.on('end', () => {
          const json = jsonIn(heard);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: heard,
            json,
            code: codeIn(json),
          });
        });
      },
    );
    asking.on('error', reject).end(text ?? undefined);
  });
}

export async function makeKey(dataDir: string, name: string, scopes: readonly ApiScope[]): Promise<string> {
  const key = await new ApiKeys(dataDir).create({ name, scopes, madeAt: 0 });
  if (key === null) throw new Error(`there is a key named ${name}`);
  return key;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null;
  const { error } = json;
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}

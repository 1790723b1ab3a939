/** The document of the HTTP interface as a page to read: no script, no style from anywhere. */
import type { OpenApi, Operation } from './openapi.ts';

export function documentPage({ info, paths }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      section(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(info.title)}: HTTP interface</title></head><body><main>`,
    `<h1>${escaped(info.title)} ${escaped(info.version)}: HTTP interface</h1>`,
    `<p>${prose(info.description)}</p><p>The same for programs: <a href="/api/openapi.json">openapi.json</a></p>`,
    ...operations,
    '</main></body></html>\n',
  ].join('\n');
}

function section(title: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const key = operation.security.length === 0 ? 'No key needed.' : keyNeeded(operation['x-scope']);
  const query = parameters.map(({ name, required, schema }) => ({ name, required, schema }));
  return [
    `<section><h2><code>${escaped(title)}</code></h2>`,
    `<p>${prose(`${summary}. ${description}`)}</p><p>${prose(key)}</p>`,
    query.length === 0 ? '' : shown('Query', query),
    requestBody === undefined ? '' : shown('Body', schemaIn(requestBody.content)),
    shown('Answer', schemaIn(responses['200']?.content ?? {})),
    '<h3>Refusals</h3><ul>',
    ...Object.entries(responses)
      .filter(([status]) => status !== '200')
      .map(([status, response]) => `<li>${status}: ${prose(response.description)}</li>`),
    '</ul></section>',
  ].join('\n');
}

const keyNeeded = (scope: string | undefined): string =>
  scope === undefined ? 'Needs a key.' : `Needs a key with the scope \`${scope}\`.`;

const schemaIn = (content: Readonly<Record<string, { readonly schema: unknown }>>): unknown =>
  Object.values(content)[0]?.schema ?? {};

const shown = (title: string, schema: unknown): string =>
  `<h3>${title}</h3><details><summary>Schema</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;

const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

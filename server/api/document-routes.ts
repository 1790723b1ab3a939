/** The two routes that show the document of all the others, and of themselves. */
import * as v from 'valibot';
import { documentPage } from './document-page.ts';
import { openApiOf, type OpenApi } from './openapi.ts';
import { openRoute, type Route } from './route.ts';

/** @returns the routes with these two behind them */
export function withDocument(routes: readonly Route[], version: string): readonly Route[] {
  let made: OpenApi | null = null;
  const document = () => (made ??= openApiOf(all, version));
  const all: readonly Route[] = [
    ...routes,
    openRoute({
      method: 'GET',
      path: '/api/openapi.json',
      summary: 'This document',
      about: 'OpenAPI 3.1.',
      output: v.object({ openapi: v.string() }),
      answer: document,
    }),
    openRoute({
      method: 'GET',
      path: '/api/docs',
      summary: 'This document as a page',
      about: 'To be read. It loads nothing from anywhere.',
      output: v.string(),
      produces: 'text/html',
      answer: () => documentPage(document()),
    }),
  ];
  return all;
}

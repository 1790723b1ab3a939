/** The page as built, with a word for it that one logs in here and who may register, so that it need not ask. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Registration } from '../../protocol/accounts.ts';

export function accountPage(clientFolder: string, registration: Registration): RequestHandler {
  let page: string | null = null;
  return (request, response, next) => {
    if (request.path !== '/' && request.path !== '/index.html') return next();
    (async () => {
      page ??= (await readFile(join(clientFolder, 'index.html'), 'utf8')).replace(
        '<ear-app>',
        `<ear-app data-accounts="${registration}">`,
      );
      response.setHeader('Cache-Control', 'no-cache').type('html').send(page);
    })().catch(next);
  };
}

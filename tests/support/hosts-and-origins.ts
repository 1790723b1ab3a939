/** What may stand in the headers that say for whom a request is and who makes it; `PORT` is the port of the server. */

export const HOSTS = [
  { host: '127.0.0.1:PORT', known: true },
  { host: 'localhost:PORT', known: true },
  { host: 'LocalHost.:PORT', known: true },
  { host: '[::1]:PORT', known: true },
  { host: 'evil.example:PORT', known: false },
  { host: 'localhost.evil.example:PORT', known: false },
  { host: '127.0.0.1.evil.example:PORT', known: false },
  { host: '192.168.0.1:PORT', known: false },
  { host: '0.0.0.0:PORT', known: false },
  { host: 'me@127.0.0.1/:PORT', known: false },
  { host: '', known: false },
] as const;

export const ORIGINS = [
  { origin: undefined, known: true },
  { origin: 'https://127.0.0.1:PORT', known: true },
  { origin: 'https://localhost:PORT', known: true },
  { origin: 'https://127.0.0.1:1', known: false },
  { origin: 'http://127.0.0.1:PORT', known: false },
  { origin: 'https://evil.example:PORT', known: false },
  { origin: 'https://127.0.0.1.evil.example:PORT', known: false },
  { origin: 'null', known: false },
  { origin: '', known: false },
] as const;

export const FETCHES = [
  { site: undefined, mode: undefined, own: true },
  { site: 'same-origin', mode: 'cors', own: true },
  { site: 'none', mode: 'navigate', own: true },
  { site: 'cross-site', mode: 'navigate', own: true },
  { site: 'cross-site', mode: 'no-cors', own: false },
  { site: 'same-site', mode: 'websocket', own: false },
] as const;

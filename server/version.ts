/** Put in by the build from package.json; running from source there is none. */
declare const __VERSION__: string | undefined;

export const SERVER_VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';

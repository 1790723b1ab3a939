/**
 * Logs as events with fields. One info line per lifecycle transition; never names, chat text, SDP or tokens, and addresses of
 * people only at debug.
 */
import pino from 'pino';
import type { LOG_LEVELS } from '../config/schema.ts';

export interface Log {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, error?: unknown, fields?: object): void;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

/** How much is logged, which can be changed while the server runs. What is logged often asks first. */
export interface LogControl {
  level: LogLevel;
}

/** Lines of JSON on standard error, so that the banner on standard output stays readable and both can be kept apart. */
export function createLog(level: LogLevel): { readonly log: Log; readonly control: LogControl } {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  const log: Log = {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, error, fields = {}) => logger.error({ ...fields, err: error }, message),
  };
  let current = level;
  const control: LogControl = {
    get level() {
      return current;
    },
    set level(next) {
      current = next;
      // Said whatever the level, since it explains why there is more or less from here on.
      logger.level = 'info';
      logger.info({ level: next }, 'log level changed');
      logger.level = next;
    },
  };
  return { log, control };
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

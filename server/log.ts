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

/** Lines of JSON on standard error, so that the banner on standard output stays readable and both can be kept apart. */
export function createLog(level: (typeof LOG_LEVELS)[number]): Log {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, error, fields = {}) => logger.error({ ...fields, err: error }, message),
  };
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

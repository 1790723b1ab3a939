/** Routes about the log: how much is said, which can be changed while the server runs. */
import * as v from 'valibot';
import { LOG_LEVELS } from '../../config/schema.ts';
import type { LogControl } from '../log.ts';
import { keyRoute, type Route } from './route.ts';

const level = v.strictObject({ level: v.picklist(LOG_LEVELS) });

export function logRoutes(control: LogControl): readonly Route[] {
  const common = { path: '/api/log-level', scope: 'admin', output: level } as const;
  return [
    keyRoute({
      ...common,
      method: 'GET',
      summary: 'How much is logged',
      about: 'Now, whatever the configuration said.',
      answer: () => ({ level: control.level }),
    }),
    keyRoute({
      ...common,
      method: 'POST',
      summary: 'Log more or less',
      about: 'Until the server stops. At no level is anything logged of what people write or are called.',
      input: level,
      answer: (wanted) => {
        control.level = wanted.level;
        return { level: control.level };
      },
    }),
  ];
}

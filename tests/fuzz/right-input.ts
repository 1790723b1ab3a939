/** Input for the HTTP interface that its own document calls right, made at random; ids are those that the server has given out. */
import type { Random } from '../chaos/random.ts';

export type Schema = Readonly<Record<string, unknown>>;

const MADE_UP = '0123456789ABCDEFGHJKMNPQRS';
const TEXTS = ['', 'a', 'Hello', 'ß', '🫖', 'http://127.0.0.1:9/hook', 'four cups of coffee', '"', '\n'];

export function rightInput(schema: Schema, known: readonly string[], random: Random): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum'] as unknown[]);
  if (Array.isArray(schema['anyOf']))
    return rightInput(random.pick(schema['anyOf'] as Schema[]), known, random);
  switch (schema['type']) {
    case 'object':
      return members(schema, known, random);
    case 'array':
      return Array.from({ length: random.whole(bound(schema, 'minItems', 0), 3) }, () =>
        rightInput((schema['items'] ?? {}) as Schema, known, random),
      );
    case 'string':
      return text(schema, known, random);
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return random.whole(bound(schema, 'minimum', 0), Math.min(99, bound(schema, 'maximum', 99)));
    default:
      return null;
  }
}

function members(schema: Schema, known: readonly string[], random: Random): unknown {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || random.chance(0.4));
  return Object.fromEntries(chosen.map(([name, part]) => [name, rightInput(part, known, random)]));
}

/** Whatever of what there is fits; else whatever fits in length. */
function text(schema: Schema, known: readonly string[], random: Random): string {
  const { pattern } = schema;
  const [least, most] = [bound(schema, 'minLength', 0), bound(schema, 'maxLength', 200)];
  const isRight = (value: string) =>
    value.length >= least &&
    value.length <= most &&
    (typeof pattern !== 'string' || new RegExp(pattern).test(value));
  const fit = [...known.slice(-40), ...TEXTS].filter(isRight);
  if (fit.length > 0 && random.chance(0.95)) return random.pick(fit);
  return isRight(MADE_UP) ? MADE_UP : 'x'.repeat(least);
}

function bound(schema: Schema, word: string, otherwise: number): number {
  const said = schema[word];
  return typeof said === 'number' ? said : otherwise;
}

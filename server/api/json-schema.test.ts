import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { requestSchemas } from '../../protocol/schemas.ts';
import { jsonSchemaOf } from './json-schema.ts';

describe('JSON Schema', () => {
  it('says of an object what is needed, what may be left out, and that there is no more', () => {
    const schema = v.strictObject({
      to: v.pipe(v.string(), v.maxLength(3), v.minLength(1), v.description('Whom.')),
      all: v.pipe(v.array(v.number()), v.maxLength(4)),
      wait: v.exactOptional(v.pipe(v.pipe(v.number(), v.safeInteger()), v.minValue(0), v.maxValue(60))),
      next: v.nullable(v.picklist(['a', 'b'])),
      kept: v.optional(v.boolean(), true),
      more: v.record(v.string(), v.unknown()),
      one: v.union([v.literal('x'), v.object({})]),
    });
    expect(jsonSchemaOf(schema)).toEqual({
      type: 'object',
      properties: {
        to: { type: 'string', maxLength: 3, minLength: 1, description: 'Whom.' },
        all: { type: 'array', items: { type: 'number' }, maxItems: 4 },
        wait: { type: 'integer', minimum: 0, maximum: 60 },
        next: { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] },
        kept: { type: 'boolean', default: true },
        more: { type: 'object', additionalProperties: {} },
        one: { anyOf: [{ const: 'x' }, { type: 'object', properties: {} }] },
      },
      required: ['to', 'all', 'next', 'more', 'one'],
      additionalProperties: false,
    });
  });

  it('can be made of every request of the protocol', () => {
    for (const schema of Object.values(requestSchemas))
      expect(jsonSchemaOf(schema)).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('guesses at nothing', () => {
    expect(() => jsonSchemaOf(v.bigint())).toThrow('bigint');
  });
});

/** JSON Schema (2020-12) of those valibot schemas that the HTTP interface is written in. What it cannot say it refuses to guess at. */
import type * as v from 'valibot';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema or a step of a pipe, as valibot shows itself; each kind has some of these. */
interface Part {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly requirement?: unknown;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly value?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly description?: string;
}

// A generic schema's own type hides what every concrete one has at run time.
export const jsonSchemaOf = (schema: v.GenericSchema): JsonSchema => read(schema);

function read(part: Part): JsonSchema {
  const [first, ...steps] = part.pipe ?? [];
  if (first === undefined) return plain(part);
  const base = read(first);
  return Object.assign({ ...base }, ...steps.map((step) => stepOf(step, base['type']))) as JsonSchema; // of objects that are
}

function plain(part: Part): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { type: 'string', enum: part.options };
    case 'array':
      return { type: 'array', items: part.item === undefined ? {} : read(part.item) };
    case 'record':
      return { type: 'object', additionalProperties: part.value === undefined ? {} : read(part.value) };
    case 'nullable':
      return { anyOf: [part.wrapped === undefined ? {} : read(part.wrapped), { type: 'null' }] };
    case 'exact_optional':
    case 'optional':
      return {
        ...(part.wrapped === undefined ? {} : read(part.wrapped)),
        ...(part.default === undefined ? {} : { default: part.default }),
      };
    case 'union':
    case 'variant':
      // Of these two the options are schemas.
      return { anyOf: (part.options as readonly Part[]).map(read) };
    case 'strict_object':
    case 'object':
      return objectOf(part);
    case 'unknown':
      return {};
    default:
      throw new Error(`no JSON Schema is known for ${part.type}`);
  }
}

function objectOf({ entries = {}, type }: Part): JsonSchema {
  const required = Object.entries(entries).filter(([, entry]) => !/optional$/.test(entry.type));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, read(entry)])),
    ...(required.length === 0 ? {} : { required: required.map(([name]) => name) }),
    ...(type === 'strict_object' ? { additionalProperties: false } : {}),
  };
}

/** Checks that JSON Schema has no word for, and changes of the value, are left to the server. */
function stepOf({ type, requirement, description }: Part, of: unknown): JsonSchema {
  switch (type) {
    case 'regex':
      return { pattern: requirement instanceof RegExp ? requirement.source : undefined };
    case 'max_length':
      return { [of === 'array' ? 'maxItems' : 'maxLength']: requirement };
    case 'min_length':
      return { [of === 'array' ? 'minItems' : 'minLength']: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'min_value':
      return { minimum: requirement };
    case 'integer':
    case 'safe_integer':
      return { type: 'integer' };
    case 'description':
      return { description };
    default:
      return {};
  }
}

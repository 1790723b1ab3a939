/** Where a value differs from a JSON Schema, for the words that the document of our HTTP interface uses. An unknown word is a fault. */
type Schema = Readonly<Record<string, unknown>>;

const KNOWN = new Set(
  'type const enum anyOf properties required additionalProperties items pattern maxLength minLength maxItems minItems maximum minimum default description'.split(
    ' ',
  ),
);

export function misfits(schema: Schema, value: unknown, at = '$'): string[] {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.has(word));
  if (unknown.length > 0) throw new Error(`${at}: the schema says ${unknown.join(', ')}`);
  const { anyOf } = schema;
  if (Array.isArray(anyOf))
    return anyOf.some((option: Schema) => misfits(option, value, at).length === 0)
      ? []
      : [`${at}: none of anyOf`];
  if ('const' in schema) return schema['const'] === value ? [] : [`${at}: not the constant`];
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) return [`${at}: not in the list`];
  if (!isOfType(schema['type'], value)) return [`${at}: no ${String(schema['type'])}`];
  if (typeof value === 'string') return textMisfits(schema, value, at);
  if (typeof value === 'number')
    return value < bound(schema, 'minimum', -Infinity) || value > bound(schema, 'maximum', Infinity)
      ? [`${at}: out of bounds`]
      : [];
  if (Array.isArray(value))
    return [
      ...(value.length > bound(schema, 'maxItems', Infinity) ? [`${at}: too many`] : []),
      ...value.flatMap((item, index) => misfits(partOf(schema['items']), item, `${at}[${index}]`)),
    ];
  return typeof value === 'object' && value !== null ? memberMisfits(schema, value, at) : [];
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === undefined) return true;
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function textMisfits(schema: Schema, value: string, at: string): string[] {
  const { pattern } = schema;
  if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) return [`${at}: not of the pattern`];
  const fits =
    value.length <= bound(schema, 'maxLength', Infinity) && value.length >= bound(schema, 'minLength', 0);
  return fits ? [] : [`${at}: of a wrong length`];
}

function memberMisfits(schema: Schema, value: object, at: string): string[] {
  const properties = partOf(schema['properties']);
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const closed = schema['additionalProperties'] === false;
  return [
    ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      if (Object.hasOwn(properties, name)) return misfits(partOf(properties[name]), member, `${at}.${name}`);
      return closed ? [`${at}.${name}: not in the schema`] : [];
    }),
  ];
}

const bound = (schema: Schema, word: string, otherwise: number): number => {
  const said = schema[word];
  return typeof said === 'number' ? said : otherwise;
};

/** A part of a schema is one too. */
const partOf = (part: unknown): Schema => (part ?? {}) as Schema;

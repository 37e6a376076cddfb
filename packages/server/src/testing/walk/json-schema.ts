/** JSON schemas of requests: every place in them where an id can stand, and a request that is valid around it. */

export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minProperties?: number;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};
export type Schemas = Record<string, JsonSchema>;

/** A text in a body: where, under which name, and a value of the whole that has something there. */
export type Leaf = { path: string; name: string; schema: JsonSchema; put(text: unknown): unknown };

/** Values by the name of the property, where not any will do. */
export type Given = Readonly<Record<string, unknown>>;

/** The first of these that fits: what a text may be is told by its pattern. */
const TEXTS = [
  '01900000-0000-7000-8000-0000000000aa',
  'x1',
  'a',
  'sample text',
  'long enough to be one',
  'long-enough-to-be-one',
  'x@example.org',
  '2026-01-01T00:00:00.000Z',
  'https://example.org/x',
  `sha256:${'0'.repeat(64)}`,
  '100m',
  '64Mi',
  'BCDF-GHJK',
  'BCDFGHJK',
  'x'.repeat(43),
  `gdc_${'x'.repeat(43)}`,
  `whsec_${'x'.repeat(44)}`,
  'acme/shop',
  '07:00',
];

export function createSampler(schemas: Schemas, given: Given = {}) {
  const resolve = (schema: JsonSchema): JsonSchema => {
    if (schema.$ref === undefined) return schema;
    const found = schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (!found) throw new Error(`${schema.$ref} leads nowhere`);
    return resolve(found);
  };
  const alternatives = ({ anyOf, oneOf }: JsonSchema) => anyOf ?? oneOf;

  function sample(asked: JsonSchema, name: string): unknown {
    const schema = resolve(asked);
    if (Object.hasOwn(given, name)) return given[name];
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    if (schema.default !== undefined) return schema.default;
    const [first] = alternatives(schema) ?? [];
    if (first) return sample(first, name);
    if (schema.properties) return object(schema, {});
    if (schema.additionalProperties && typeof schema.additionalProperties === 'object')
      return { x: sample(schema.additionalProperties, name) };
    return plain(schema, name);
  }

  function plain(schema: JsonSchema, name: string): unknown {
    const type = [schema.type].flat()[0];
    if (type === 'string') return text(schema, name);
    if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
    if (type === 'boolean') return true;
    if (type === 'array') return [sample(schema.items ?? {}, name)];
    if (type === 'null') return null;
    return {};
  }

  function object({ properties = {}, required = [], minProperties = 0 }: JsonSchema, more: object) {
    const given = [...required, ...Object.keys(more)];
    const keys = given.length >= minProperties ? required : [leastOf(properties)];
    return { ...Object.fromEntries(keys.map((key) => [key, sample(properties[key] ?? {}, key)])), ...more };
  }

  /** Where something has to be said: what changes least, such as settings without a setting, or a flag. */
  function leastOf(properties: Record<string, JsonSchema>): string {
    const named = Object.entries(properties);
    const ofType = (type: string) => named.find(([, schema]) => resolve(schema).type === type);
    const [key] = ofType('object') ?? ofType('boolean') ?? named[0] ?? [''];
    return key;
  }

  /** Every text in a value of this schema, in each of its forms. */
  function leaves(asked: JsonSchema, path: string, name: string): Leaf[] {
    const schema = resolve(asked);
    const forms = alternatives(schema);
    if (forms) return forms.flatMap((form, index) => leaves(form, `${path}|${index}`, name));
    if (schema.properties)
      return Object.entries(schema.properties).flatMap(([key, property]) =>
        inside(leaves(property, `${path}.${key}`, key), (value) => object(schema, { [key]: value })),
      );
    if (schema.items) return inside(leaves(schema.items, `${path}[]`, singular(name)), (value) => [value]);
    if (schema.additionalProperties && typeof schema.additionalProperties === 'object')
      return inside(leaves(schema.additionalProperties, `${path}.*`, singular(name)), (x) => ({ x }));
    return isText(schema) ? [{ path, name, schema, put: (value) => value }] : [];
  }

  return { sample, leaves };
}

const inside = (found: Leaf[], wrap: (value: unknown) => unknown): Leaf[] =>
  found.map((leaf) => ({ ...leaf, put: (value) => wrap(leaf.put(value)) }));

const isText = ({ type, enum: values, const: constant }: JsonSchema) =>
  [type].flat().includes('string') && values === undefined && constant === undefined;

export const singular = (name: string) => name.replace(/ies$/, 'y').replace(/s$/, '');

function text(schema: JsonSchema, name: string): string {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const fits = (each: string) =>
    each.length >= minLength &&
    each.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(each));
  const found = (pattern === undefined ? ['x1', ...TEXTS] : TEXTS).find(fits);
  if (found === undefined)
    throw new Error(
      `No sample text fits "${name}" (${JSON.stringify(schema)}): add one to TEXTS in testing/walk/json-schema.ts`,
    );
  return found;
}

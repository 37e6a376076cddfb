/** A JSON Schema (draft 2020-12, as OpenAPI 3.1 has it) as the list of simple schemas of which one must hold. */

export type Schema = Record<string, unknown>;
export type Schemas = Readonly<Record<string, Schema>>;
export type Kind = 'any' | 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
/** `values`: the only ones it may have; null for any of its kind. */
export type Variant = { kind: Kind; schema: Schema; values: readonly unknown[] | null };

const PREFIX = '#/components/schemas/';

/** @returns the name of the component that a schema is nothing but a reference to */
export function referenceOf(schema: unknown): string | null {
  const to = (schema as Schema | null)?.$ref;
  return typeof to === 'string' && to.startsWith(PREFIX) ? to.slice(PREFIX.length) : null;
}

/** `true`, `false` and what is left out are schemas as well. */
export function asSchema(schema: unknown): Schema {
  if (schema === false) return { not: {} };
  return typeof schema === 'object' && schema !== null ? (schema as Schema) : {};
}

function resolve(schema: unknown, schemas: Schemas): Schema {
  let at = asSchema(schema);
  const seen = new Set<string>();
  for (let name = referenceOf(at); name !== null && !seen.has(name); name = referenceOf(at)) {
    seen.add(name);
    at = asSchema(schemas[name]);
  }
  return at;
}

/** What all parts ask together; a property that several parts have is taken from the last. */
function merge(parts: readonly Schema[]): Schema {
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  const required = parts.flatMap((part) => (part.required as string[] | undefined) ?? []);
  return { ...Object.assign({}, ...parts), properties, required };
}

function flat(schema: unknown, schemas: Schemas): Schema {
  const { allOf, ...own } = resolve(schema, schemas);
  if (!Array.isArray(allOf)) return own;
  return merge([...allOf.map((part) => flat(part, schemas)), own]);
}

function kindOfValue(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as Kind;
}

function kindOf(schema: Schema, values: readonly unknown[] | null): Kind {
  if (typeof schema.type === 'string') return schema.type as Kind;
  if (values !== null && values.length > 0) return kindOfValue(values[0]);
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return 'object';
  return schema.items === undefined ? 'any' : 'array';
}

function valuesOf({ enum: listed, const: only }: Schema): readonly unknown[] | null {
  if (Array.isArray(listed)) return listed;
  return only === undefined ? null : [only];
}

export function variantsOf(schema: unknown, schemas: Schemas): Variant[] {
  const at = flat(schema, schemas);
  const choices = at.anyOf ?? at.oneOf;
  if (Array.isArray(choices)) return choices.flatMap((choice) => variantsOf(choice, schemas));
  if (Array.isArray(at.type)) return at.type.flatMap((type) => variantsOf({ ...at, type }, schemas));
  const values = valuesOf(at);
  return [{ kind: kindOf(at, values), schema: at, values }];
}

/** The property by which variants of an object tell which they are, with the variant for each of its values. */
export function byDiscriminator(
  variants: readonly Variant[],
  schemas: Schemas,
): { property: string; variants: ReadonlyMap<unknown, Variant> } | null {
  const [first] = variants;
  for (const property of Object.keys((first?.schema.properties as Schema | undefined) ?? {})) {
    const found = new Map<unknown, Variant>();
    for (const variant of variants) {
      const own = (variant.schema.properties as Schema | undefined)?.[property];
      const [only, ...more] = own === undefined ? [] : variantsOf(own, schemas);
      if (only?.values?.length === 1 && more.length === 0) found.set(only.values[0], variant);
    }
    if (found.size === variants.length) return { property, variants: found };
  }
  return null;
}

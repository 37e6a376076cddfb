/**
 * What a schema no longer keeps of what it promised. What is asked may be widened and not narrowed; what is
 * answered may be narrowed and not widened, but for values and variants that are added, which a client has
 * to expect. Additions are no finding.
 */
import {
  asSchema,
  byDiscriminator,
  type Kind,
  referenceOf,
  type Schema,
  type Schemas,
  type Variant,
  variantsOf,
} from './schema-variants.ts';

/** `operation` is a route, or a schema of the document that several routes share. */
export type Finding = { operation: string; what: string };
export type Comparison = {
  direction: 'asked' | 'answered';
  operation: string;
  before: Schemas;
  after: Schemas;
  /** References that were compared already, which also ends schemas that contain themselves. */
  seen: Set<string>;
};
type At = Comparison & { place: string };
type Pair = { before: unknown; after: unknown };

export function compareSchemas(comparison: Comparison, place: string, { before, after }: Pair): Finding[] {
  const [left, right] = [referenceOf(before), referenceOf(after)];
  if (left === null && right === null) return compareVariants({ ...comparison, place }, { before, after });
  const key = `${comparison.direction} ${left} ${right}`;
  if (comparison.seen.has(key)) return [];
  comparison.seen.add(key);
  // One schema of the document is told once, wherever it is used.
  const shared =
    left === right ? { operation: `schema ${left}, ${comparison.direction}`, place: '' } : { place };
  return compareVariants({ ...comparison, ...shared }, { before, after });
}

const tell = ({ operation, place }: At, what: string): Finding[] => [
  { operation, what: place === '' ? what : `${place}: ${what}` },
];

function compareVariants(at: At, { before, after }: Pair): Finding[] {
  const left = variantsOf(before, at.before);
  const right = variantsOf(after, at.after);
  const kinds = [...new Set(left.map(({ kind }) => kind))];
  return [
    ...(at.direction === 'asked'
      ? compareKindsAsked(at, left, right)
      : compareKindsAnswered(at, left, right)),
    ...kinds.flatMap((kind) => {
      const rightKind = right.some((variant) => variant.kind === kind) ? kind : otherNumber(kind);
      return compareKind(
        at,
        left.filter((variant) => variant.kind === kind),
        right.filter((variant) => variant.kind === rightKind),
      );
    }),
  ];
}

const otherNumber = (kind: Kind): Kind | null =>
  kind === 'integer' ? 'number' : kind === 'number' ? 'integer' : null;

const covers = (variants: readonly Variant[], kind: Kind) =>
  variants.some(
    (each) => each.kind === kind || each.kind === 'any' || (kind === 'integer' && each.kind === 'number'),
  );

const kindText = (kind: Kind) => (kind === 'any' ? 'any value' : `a value of type ${kind}`);

function compareKindsAsked(at: At, before: readonly Variant[], after: readonly Variant[]): Finding[] {
  const lost = new Set(before.map(({ kind }) => kind).filter((kind) => !covers(after, kind)));
  return [...lost].flatMap((kind) => tell(at, `${kindText(kind)} is no longer taken`));
}

function compareKindsAnswered(at: At, before: readonly Variant[], after: readonly Variant[]): Finding[] {
  const come = new Set(after.map(({ kind }) => kind).filter((kind) => !covers(before, kind)));
  return [...come].flatMap((kind) => tell(at, `may now be ${kindText(kind)}`));
}

function compareKind(at: At, before: readonly Variant[], after: readonly Variant[]): Finding[] {
  const [left] = before;
  const [right] = after;
  if (left === undefined || right === undefined) return [];
  if (left.kind === 'object') return compareObjects(at, before, after);
  if (left.kind === 'array') return compareArrays(at, left.schema, right.schema);
  const values = compareValues(at, allValues(before), allValues(after));
  const alone = before.length === 1 && after.length === 1;
  return alone ? [...values, ...compareLimits(at, left.schema, right.schema)] : values;
}

function allValues(variants: readonly Variant[]): readonly unknown[] | null {
  if (variants.some(({ values }) => values === null)) return null;
  return variants.flatMap(({ values }) => values ?? []);
}

function compareValues(
  at: At,
  before: readonly unknown[] | null,
  after: readonly unknown[] | null,
): Finding[] {
  if (at.direction === 'answered') {
    if (before === null) return [];
    if (after === null) return tell(at, 'may now have other values than those that were listed');
    const isKept = before.length === 0 || before.some((value) => after.includes(value));
    return isKept ? [] : tell(at, `has none of its former values (${before.join(', ')})`);
  }
  if (after === null) return [];
  if (before === null) return tell(at, `only ${after.join(', ')} are taken now`);
  return before
    .filter((value) => !after.includes(value))
    .flatMap((value) => tell(at, `the value ${JSON.stringify(value)} is no longer taken`));
}

const LOWER = ['minLength', 'minItems', 'minProperties', 'minimum', 'exclusiveMinimum'];
const UPPER = ['maxLength', 'maxItems', 'maxProperties', 'maximum', 'exclusiveMaximum'];
const EXACT = ['pattern', 'format', 'multipleOf', 'uniqueItems'];

function compareLimits(at: At, before: Schema, after: Schema): Finding[] {
  if (at.direction === 'answered') {
    const isOther = before.format !== undefined && before.format !== after.format;
    return isOther ? tell(at, `format is ${after.format ?? 'none'} and was ${before.format}`) : [];
  }
  const from = (name: string) => (before[name] === undefined ? 'there was none' : `it was ${before[name]}`);
  const narrowed = (name: string, isNarrower: (left: number, right: number) => boolean) => {
    const [left, right] = [before[name] as number | undefined, after[name] as number | undefined];
    if (right === undefined || (left !== undefined && !isNarrower(left, right))) return [];
    return tell(at, `${name} is ${right}, ${from(name)}`);
  };
  return [
    ...LOWER.flatMap((name) => narrowed(name, (left, right) => right > left)),
    ...UPPER.flatMap((name) => narrowed(name, (left, right) => right < left)),
    ...EXACT.filter((name) => after[name] !== undefined && after[name] !== before[name]).flatMap((name) =>
      tell(at, `${name} is ${String(after[name])}, ${from(name)}`),
    ),
  ];
}

function compareArrays(at: At, before: Schema, after: Schema): Finding[] {
  const items = { before: asSchema(before.items), after: asSchema(after.items) };
  return [...compareLimits(at, before, after), ...compareSchemas(at, `${at.place}[]`, items)];
}

function compareObjects(at: At, before: readonly Variant[], after: readonly Variant[]): Finding[] {
  const [left, ...moreLeft] = before;
  const [right, ...moreRight] = after;
  if (left && right && moreLeft.length === 0 && moreRight.length === 0) {
    return compareObject(at, left.schema, right.schema);
  }
  const told = byDiscriminator(before, at.before);
  const tells = byDiscriminator(after, at.after);
  if (told === null || told.property !== tells?.property) return compareUntold(at, before, after);
  return [...told.variants].flatMap(([value, variant]) => {
    const name = `${told.property}=${String(value)}`;
    const kept = tells.variants.get(value);
    if (kept === undefined) return tell(at, `the variant ${name} is gone`);
    return compareObject({ ...at, place: `${at.place}(${name})` }, variant.schema, kept.schema);
  });
}

/** Nothing tells which variant became which: each is taken to be the one it differs least from. */
function compareUntold(at: At, before: readonly Variant[], after: readonly Variant[]): Finding[] {
  return before.flatMap((variant) => {
    const trials = after.map((other) => {
      const seen = new Set(at.seen);
      return { seen, found: compareObject({ ...at, seen }, variant.schema, other.schema) };
    });
    const [best] = trials.sort((a, b) => a.found.length - b.found.length);
    for (const key of best?.seen ?? []) at.seen.add(key);
    return best?.found ?? [];
  });
}

const within = (place: string, name: string) => (place === '' ? name : `${place}.${name}`);

function compareObject(at: At, before: Schema, after: Schema): Finding[] {
  const left = (before.properties ?? {}) as Record<string, unknown>;
  const right = (after.properties ?? {}) as Record<string, unknown>;
  const wasRequired = new Set(before.required as string[] | undefined);
  const isRequired = new Set(after.required as string[] | undefined);
  const tellOf = (name: string, what: string) => tell({ ...at, place: within(at.place, name) }, what);
  const kept = Object.keys(left).flatMap((name) => {
    if (!(name in right)) return tellOf(name, 'removed');
    const isMissed = at.direction === 'answered' && wasRequired.has(name) && !isRequired.has(name);
    return [
      ...(isMissed ? tellOf(name, 'may now be missing') : []),
      ...compareSchemas(at, within(at.place, name), { before: left[name], after: right[name] }),
    ];
  });
  const asked = at.direction === 'asked' ? [...isRequired].filter((name) => !wasRequired.has(name)) : [];
  return [
    ...kept,
    ...asked.flatMap((name) => tellOf(name, 'now required')),
    ...compareFurther(at, before.additionalProperties, after.additionalProperties),
    ...(at.direction === 'asked' ? compareLimits(at, before, after) : []),
  ];
}

/** Properties that are not listed: refused (`false`), any, or each by a schema. */
function compareFurther(at: At, before: unknown, after: unknown): Finding[] {
  if (before === false) return [];
  if (after === false) {
    return at.direction === 'asked' ? tell(at, 'properties that are not listed are refused now') : [];
  }
  const isPlain = typeof before !== 'object' && typeof after !== 'object';
  return isPlain ? [] : compareSchemas(at, within(at.place, '*'), { before, after });
}

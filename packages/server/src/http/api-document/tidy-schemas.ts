/**
 * Every schema of the document once: the generator writes each one twice (as it is read and as it is
 * answered), whether both are used or not and whether they differ or not.
 */

export type ApiDocument = {
  paths: Record<string, unknown>;
  components: { schemas: Record<string, unknown> } & Record<string, unknown>;
} & Record<string, unknown>;

const PREFIX = '#/components/schemas/';
const INPUT = /Input$/;

export function tidySchemas(document: ApiDocument): ApiDocument {
  const same = sameAsTheirAnswer(document.components.schemas);
  const merged = renameReferences(withLooserAnswers(document, same), same);
  const used = reachable(merged);
  // By name: the generator has them as the sources happen to be loaded.
  const names = Object.keys(merged.components.schemas).sort();
  const schemas = Object.fromEntries(
    names.filter((name) => used.has(name)).map((name) => [name, merged.components.schemas[name]]),
  );
  return { ...merged, components: { ...merged.components, schemas } };
}

/** Names of input schemas that say the same as the schema without the ending. */
function sameAsTheirAnswer(schemas: Record<string, unknown>): ReadonlyMap<string, string> {
  const pairs = Object.keys(schemas)
    .filter((name) => INPUT.test(name) && schemas[name.replace(INPUT, '')] !== undefined)
    .map((name) => [name, name.replace(INPUT, '')] as const);
  return new Map(pairs.filter(([input, answer]) => canonical(schemas[input]) === canonical(schemas[answer])));
}

/** What is read may hold more than is known; what is answered does not. That alone is no difference. */
const canonical = (schema: unknown) =>
  JSON.stringify(schema, (key, value: unknown) => {
    if (key === 'additionalProperties' && value === false) return undefined;
    return typeof value === 'string' && value.startsWith(PREFIX) ? value.replace(INPUT, '') : value;
  });

/** Of one that is both read and answered, the form that is read is true of both. */
function withLooserAnswers(document: ApiDocument, names: ReadonlyMap<string, string>): ApiDocument {
  const { schemas } = document.components;
  const read = reachable(document);
  const looser = [...names]
    .filter(([input]) => read.has(input))
    .map(([input, answer]) => [answer, schemas[input]] as const);
  const components = { ...document.components, schemas: { ...schemas, ...Object.fromEntries(looser) } };
  return { ...document, components };
}

function renameReferences(document: ApiDocument, names: ReadonlyMap<string, string>): ApiDocument {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const name = names.get(value.slice(PREFIX.length));
    return name === undefined ? value : PREFIX + name;
  }) as ApiDocument;
}

function reachable(document: ApiDocument): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue: unknown[] = [document.paths];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    for (const name of referencesIn(part)) {
      if (seen.has(name)) continue;
      seen.add(name);
      queue.push(document.components.schemas[name] ?? {});
    }
  }
  return seen;
}

const referencesIn = (part: unknown): string[] =>
  [...JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );

/** What of one OpenAPI document the next one breaks: for who asks as before, and who reads as before. */
import { type Comparison, compareSchemas, type Finding } from './compare-schemas.ts';
import type { Schemas } from './schema-variants.ts';

type Content = Record<string, { schema?: unknown }>;
type Parameter = { name: string; in: string; required?: boolean; schema?: unknown };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses?: Record<string, { content?: Content }>;
  security?: Record<string, string[]>[];
  'x-required-scope'?: string;
};
export type ApiDocument = {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Schemas };
};

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

type Both = { operation: string; before: Operation; after: Operation; compare: Compare };
type Compare = (
  direction: Comparison['direction'],
  place: string,
  pair: { before: unknown; after: unknown },
) => Finding[];

export function compareDocuments(before: ApiDocument, after: ApiDocument): Finding[] {
  const seen = new Set<string>();
  const schemas = { before: before.components?.schemas ?? {}, after: after.components?.schemas ?? {} };
  return Object.entries(before.paths).flatMap(([path, methods]) => {
    const kept = after.paths[path];
    if (kept === undefined) return [{ operation: path, what: 'path removed' }];
    return METHODS.flatMap((method) => {
      const [was, is] = [methods[method], kept[method]];
      const operation = `${method.toUpperCase()} ${path}`;
      if (was === undefined) return [];
      if (is === undefined) return [{ operation, what: 'operation removed' }];
      const compare: Compare = (direction, place, pair) =>
        compareSchemas({ direction, operation, seen, ...schemas }, place, pair);
      return compareOperation({ operation, before: was, after: is, compare });
    });
  });
}

const compareOperation = (both: Both): Finding[] => [
  ...compareAccess(both),
  ...compareParameters(both),
  ...compareRequest(both),
  ...compareResponses(both),
];

function compareAccess({ operation, before, after }: Both): Finding[] {
  const wasPublic = (before.security ?? []).length === 0;
  const isPublic = (after.security ?? []).length === 0;
  const [was, is] = [before['x-required-scope'], after['x-required-scope']];
  if (wasPublic && !isPublic) return [{ operation, what: `needs a token with scope ${is}, and needed none` }];
  if (isPublic || was === is) return [];
  return [{ operation, what: `needs the scope ${is}, it was ${was}` }];
}

function compareParameters({ operation, before, after, compare }: Both): Finding[] {
  const keyOf = (parameter: Parameter) => `${parameter.in} parameter ${parameter.name}`;
  const left = new Map(before.parameters?.map((parameter) => [keyOf(parameter), parameter]));
  const right = new Map(after.parameters?.map((parameter) => [keyOf(parameter), parameter]));
  const kept = [...left].flatMap(([key, was]) => {
    const is = right.get(key);
    if (is === undefined) return [{ operation, what: `${key}: removed` }];
    return compare('asked', key, { before: was.schema, after: is.schema });
  });
  const asked = [...right].filter(([key, is]) => is.required && !left.get(key)?.required);
  return [...kept, ...asked.map(([key]) => ({ operation, what: `${key}: now required` }))];
}

function compareRequest({ operation, before, after, compare }: Both): Finding[] {
  const [was, is] = [before.requestBody, after.requestBody];
  const required = is?.required && !was?.required ? [{ operation, what: 'body: now required' }] : [];
  if (was === undefined) return required;
  if (is === undefined) return [{ operation, what: 'body: removed' }];
  return [
    ...required,
    ...compareContent(
      'body',
      was.content,
      is.content,
      (what) => ({ operation, what }),
      (place, pair) => compare('asked', place, pair),
    ),
  ];
}

function compareResponses({ operation, before, after, compare }: Both): Finding[] {
  return Object.entries(before.responses ?? {}).flatMap(([status, was]) => {
    const is = after.responses?.[status];
    if (is === undefined) return [{ operation, what: `answer ${status}: removed` }];
    return compareContent(
      `answer ${status}`,
      was.content ?? {},
      is.content ?? {},
      (what) => ({ operation, what }),
      (place, pair) => compare('answered', place, pair),
    );
  });
}

function compareContent(
  name: string,
  before: Content,
  after: Content,
  tell: (what: string) => Finding,
  compare: (place: string, pair: { before: unknown; after: unknown }) => Finding[],
): Finding[] {
  return Object.entries(before).flatMap(([type, was]) => {
    const is = after[type];
    if (is === undefined) return [tell(`${name} ${type}: removed`)];
    return compare(`${name} ${type}`, { before: was.schema, after: is.schema });
  });
}

/** Every place of a request where an id can stand, by the table, the API document and the pages' own schemas. */
import type { Filling } from './ask.ts';
import { createSampler, type Given, type JsonSchema, type Schemas, singular } from './json-schema.ts';
import type { Operation } from './operations.ts';

export type Place = {
  operation: Operation;
  /** `GET /api/v1/executions?definitionId`, for messages. */
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  /** Of the parameter or property. */
  key: string;
  kind: string;
  /** The rest of the path, and other ids of the body, are the caller's to fill. */
  fill(value: string, path: Filling['path'], given: Given): Filling;
};

/** Names that are ids also where neither their ending nor their format says so. */
const BY_NAME = ['project', 'team', 'user', 'owner', 'member', 'secret', 'definition', 'execution', 'upload'];
const HEADERS: Readonly<Record<string, string>> = {
  'idempotency-key': 'idempotency-key',
  'x-gauntlet-project': 'project',
};

export function placesOf(operation: Operation, schemas: Schemas): Place[] {
  if (operation.method === 'HEAD') return [];
  return [...parameterPlaces(operation), ...bodyPlaces(operation, schemas)];
}

/** Of each parameter of the path that is an id, its kind: `id` is what stands before it. */
export function kindsInPath({ url, parameters }: Operation): [name: string, kind: string][] {
  const parts = url.split('/');
  return parameters
    .filter(({ in: place, schema }) => place === 'path' && schema.enum === undefined)
    .map(({ name }) => {
      const before = singular(parts[parts.indexOf(`:${name}`) - 1] ?? '');
      return [name, /.Id$/.test(name) || BY_NAME.includes(name) ? kindOf(name) : before];
    });
}

function parameterPlaces(operation: Operation): Place[] {
  const inPath = kindsInPath(operation).map(([name, kind]) => ({
    operation,
    name: `${operation.name} (:${name})`,
    in: 'path' as const,
    key: name,
    kind,
    fill: (value: string, path: Filling['path']) => ({ path: { ...path, [name]: value } }),
  }));
  const others = operation.parameters
    .filter((each) => each.in !== 'path' && isId(each.name, each.schema, operation))
    .map((each) => ({
      operation,
      name: `${operation.name} (${each.in} ${each.name})`,
      in: each.in,
      key: each.name,
      kind: kindOf(each.name),
      fill: (value: string, path: Filling['path']) => ({
        path,
        [each.in === 'query' ? 'query' : 'headers']: { [each.name]: value },
      }),
    }));
  return [...inPath, ...others];
}

function bodyPlaces(operation: Operation, schemas: Schemas): Place[] {
  if (!operation.body) return [];
  const { schema: body } = operation.body;
  const leavesWith = (given: Given) => createSampler(schemas, given).leaves(body, '', 'body');
  return leavesWith({})
    .filter(({ name, schema }) => isId(name, schema, operation))
    .map((leaf) => ({
      operation,
      name: `${operation.name} (body ${leaf.path})`,
      in: 'body',
      key: leaf.name,
      kind: kindOf(leaf.name),
      fill: (value, path, given) => {
        const around = leavesWith(given).find((each) => each.path === leaf.path);
        return { path, body: around?.put(value) };
      },
    }));
}

/** At the door a name must tell nothing; where accounts are made, that names are taken cannot be hidden. */
function isId(name: string, { format }: JsonSchema, { access }: Operation): boolean {
  if (format === 'uuid' || /(.Id|.Ids|_id|_ids)$/.test(name) || HEADERS[name.toLowerCase()] !== undefined)
    return true;
  return (BY_NAME.includes(name) && access !== 'agent') || (name === 'username' && access === 'public');
}

const kindOf = (name: string) => {
  const kind = HEADERS[name.toLowerCase()] ?? name.replace(/(Ids?|_ids?)$/, '');
  return kind === 'owner' || kind === 'member' ? 'user' : kind;
};

/**
 * The requests to one fake cluster: list by pages, get, watch, create, patch, delete, the log of a pod. What
 * they answer has the form that was recorded from a real API server; what goes wrong is said by `rules`.
 */
import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { answerObject, answerRefusal } from './answers.ts';
import type { ApiPart, ApiRequest } from './fake-api-server.ts';
import type { KubeObject, NewObject, ObjectStore, Resource } from './objects.ts';
import { selects } from './selectors.ts';
import type { Watches } from './watches.ts';

type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
export type Asked = {
  verb: Verb;
  resource: Resource | 'pods/log';
  namespace: string | null;
  name: string | null;
};

/** `cut-before`: the connection ends and nothing was done. `cut-after`: it ends, and it was. */
type Fate = 'go' | 'cut-before' | 'cut-after' | { status: number; message: string; reason?: string };

export type Rules = {
  isForbidden(asked: Asked): boolean;
  /** It may also take its time. */
  fateOf(asked: Asked, body: unknown): Fate | Promise<Fate>;
  logOf(pod: KubeObject): string;
};

type Changes = {
  created(resource: Resource, object: NewObject): KubeObject | null | { refused: string };
  deleted(resource: Resource, object: KubeObject, options: DeleteOptions): KubeObject;
};
export type DeleteOptions = {
  propagationPolicy?: string;
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string };
};

const GROUPS: Readonly<Record<string, string>> = { jobs: 'batch' };
const KINDS: Readonly<Record<Resource, string>> = {
  ...{ jobs: 'Job', pods: 'Pod', secrets: 'Secret', events: 'Event', nodes: 'Node' },
};
const PATH =
  /^\/(?:api\/v1|apis\/batch\/v1)(?:\/namespaces\/([^/]+))?\/(jobs|pods|secrets|events|nodes)(?:\/([^/]+))?(?:\/(log))?$/;

/** What is sent; decided before anything is. */
type Reply = (response: ServerResponse) => void;

export function createResourcePart(
  store: ObjectStore,
  watches: Watches,
  rules: Rules,
  changes: Changes,
): ApiPart {
  const pages = new Map<string, KubeObject[]>();
  const replyTo = (request: ApiRequest, asked: Asked): Reply => {
    const { verb, namespace } = asked;
    const resource = asked.resource === 'pods/log' ? 'pods' : asked.resource;
    if (verb === 'list') return list(store, pages, request.query, resource, namespace);
    if (verb === 'watch') return (response) => watches.open(resource, namespace, request.query, response);
    if (verb === 'create') return create(changes, request, asked, resource);
    return replyAbout(store, rules, changes, request, asked, resource);
  };
  return {
    answer: async (request, response) => {
      const asked = askedOf(request);
      if (!asked) return false;
      const fate = rules.isForbidden(asked)
        ? { status: 403, reason: 'Forbidden', message: forbidden(asked) }
        : await rules.fateOf(asked, request.body);
      if (typeof fate === 'object') refusal(asked, fate.status, fate.message, fate.reason)(response);
      else {
        if (fate !== 'go') response.socket?.destroy();
        if (fate !== 'cut-before') replyTo(request, asked)(response);
      }
      return true;
    },
  };
}

function replyAbout(
  store: ObjectStore,
  rules: Rules,
  changes: Changes,
  { body, headers }: ApiRequest,
  asked: Asked,
  resource: Resource,
): Reply {
  const { verb, namespace } = asked;
  const name = asked.name ?? '';
  const object = store.find(resource, namespace ?? undefined, name);
  if (!object) return refusal(asked, 404, `${qualified(resource)} "${name}" not found`);
  if (asked.resource === 'pods/log') return logOf(rules, asked, object);
  if (verb === 'get') return sent(200, object);
  if (verb === 'patch') {
    const isJsonPatch = headers['content-type'] === 'application/json-patch+json';
    if (isJsonPatch && !jsonPatch(object, body)) return refusal(asked, 422, REFUSED_PATCH, 'Invalid');
    const change = isJsonPatch ? jsonPatch : merge;
    const patched = store.update(resource, namespace ?? undefined, name, (one) => void change(one, body));
    return sent(200, patched ?? object);
  }
  const options = (body ?? {}) as DeleteOptions;
  const { uid } = options.preconditions ?? {};
  if (uid === undefined || uid === object.metadata.uid)
    return sent(200, changes.deleted(resource, object, options));
  const why = `the UID in the precondition (${uid}) does not match the UID in record (${object.metadata.uid})`;
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return refusal(asked, 409, message, 'Conflict');
}

const sent =
  (status: number, body: object): Reply =>
  (response) =>
    answerObject(response, status, body);

const qualified = (resource: string) => (GROUPS[resource] ? `${resource}.${GROUPS[resource]}` : resource);

const forbidden = ({ verb, resource, namespace }: Asked) =>
  `${qualified(resource)} is forbidden: User "gauntlet" cannot ${verb} resource "${resource}" in API group "${GROUPS[resource] ?? ''}" ${
    namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`
  }`;

function refusal({ resource, name }: Asked, code: number, message: string, reason?: string): Reply {
  const group = GROUPS[resource];
  const details = { ...(name === null ? {} : { name }), ...(group ? { group } : {}), kind: resource };
  return (response) => answerRefusal(response, code, message, { ...(reason ? { reason } : {}), details });
}

const VERBS: Readonly<Record<string, Verb>> = { POST: 'create', PATCH: 'patch', DELETE: 'delete' };

function askedOf({ method, path, query }: ApiRequest): Asked | null {
  const [, namespace = null, resource, name = null, log] = PATH.exec(path) ?? [];
  if (resource === undefined) return null;
  const reads = name !== null ? 'get' : query.get('watch') === '1' ? 'watch' : 'list';
  const verb = method === 'GET' ? reads : VERBS[method];
  return verb ? { verb, resource: log ? 'pods/log' : (resource as Resource), namespace, name } : null;
}

function list(
  store: ObjectStore,
  pages: Map<string, KubeObject[]>,
  query: URLSearchParams,
  resource: Resource,
  namespace: string | null,
): Reply {
  const token = query.get('continue');
  const [from = String(store.version())] = token?.split(':') ?? [];
  const there =
    token === null
      ? store.list(resource, namespace ?? undefined, selects(query))
      : Number(from) < store.compactedAt()
        ? undefined
        : pages.get(token);
  const tooOld =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
  if (!there) return (response) => answerRefusal(response, 410, tooOld);
  const size = Number(query.get('limit')) || there.length;
  const rest = there.slice(size);
  const next = `${from}:${resource}:${rest[0]?.metadata.name}:${rest.length}`;
  if (rest.length > 0) pages.set(next, rest);
  const more = rest.length > 0 ? { continue: next, remainingItemCount: rest.length } : {};
  return sent(200, {
    ...{ kind: `${KINDS[resource]}List`, apiVersion: GROUPS[resource] ? 'batch/v1' : 'v1' },
    metadata: { resourceVersion: from, ...more },
    // As it is sent: objects of a list say neither their kind nor their version.
    items: there.slice(0, size).map(({ kind: _, apiVersion: __, ...object }) => object),
  });
}

function create(changes: Changes, { body }: ApiRequest, asked: Asked, resource: Resource): Reply {
  const object = body as NewObject;
  const { name } = object.metadata;
  const { namespace } = asked;
  const made = changes.created(resource, {
    ...object,
    metadata: { ...object.metadata, ...(namespace === null ? {} : { namespace }) },
  });
  const about = { ...asked, name };
  if (made === null) return refusal(about, 409, `${qualified(resource)} "${name}" already exists`);
  if (!('refused' in made)) return sent(201, made);
  const group = GROUPS[resource] ? `.${GROUPS[resource]}` : '';
  return refusal(about, 422, `${KINDS[resource]}${group} "${name}" is invalid: ${made.refused}`);
}

/** As a real one answers a test that fails; it does not say which. */
const REFUSED_PATCH = 'the server rejected our request due to an error in our request';
type Operation = { op: string; path: string; value: unknown };

/** RFC 6902, of members of objects. @returns false: an operation failed; the target may be changed in part */
function jsonPatch(target: object, operations: unknown): boolean {
  return (operations as Operation[]).every(({ op, path, value }) => {
    const keys = path.split('/').slice(1).map(unescaped);
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (isPlain(at) ? at[key] : undefined), target);
    if (!isPlain(parent)) return false;
    if (op === 'test') return isDeepStrictEqual(parent[last], value);
    if (op !== 'add') throw new Error(`The fake knows no operation ${op}.`);
    parent[last] = value;
    return true;
  });
}
const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');

/** RFC 7386. */
function merge(target: Record<string, unknown>, patch: unknown): void {
  for (const [key, value] of Object.entries(patch as Record<string, unknown>)) {
    const there = target[key];
    if (value === null) delete target[key];
    else if (isPlain(value) && isPlain(there)) merge(there, value);
    else target[key] = isPlain(value) ? withoutNulls(value) : value;
  }
}
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const made = {};
  merge(made, value);
  return made;
}

function logOf(rules: Rules, asked: Asked, pod: KubeObject): Reply {
  const statuses = pod.status?.containerStatuses as { state: { waiting?: object } }[] | undefined;
  const waits = `container "tests" in pod "${pod.metadata.name}" is waiting to start: PodInitializing`;
  if (!statuses?.[0] || statuses[0].state.waiting) return refusal(asked, 400, waits);
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(rules.logOf(pod));
  };
}

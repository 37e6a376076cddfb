/** The routes of the contract server. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type DefinitionPlan,
  type DefinitionTimings,
  type DefinitionView,
  DeviceAuthorizationRequest,
  DeviceTokenRequest,
  PROBLEM_STATUS,
  QuotaRequest,
  RerunRequest,
  SecretRequest,
  TestDefinition,
  TokenRequest,
} from '@gauntlet/contract';
import {
  artifactOf,
  type ContractState,
  fixedId,
  logChunksOf,
  MOMENT,
  me,
  newId,
  nodeTestFramework,
  type PlayedExecution,
  quotasOf,
  REPORT,
  type Recorded,
  type Refusal,
  resultsOf,
  tokenView,
  viewOf,
} from './contract-answers.ts';
import { answerAboutCauses, causesOfExecution, isAboutCauses } from './contract-causes.ts';
import { answerAboutPeople, isAboutPeople } from './contract-people.ts';
import { answerAboutSchedules, isAboutSchedules } from './contract-schedules.ts';
import { answerAboutTests, comparisonOf, isAboutTests } from './contract-tests.ts';
import { answerAboutViews, isAboutViews } from './contract-views.ts';

type Exchange = {
  state: ContractState;
  method: string;
  path: string;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
};

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
const readJson = async (request: IncomingMessage): Promise<unknown> =>
  JSON.parse((await readBody(request)).toString() || '{}');

function answer(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function refuseWith(
  response: ServerResponse,
  { code, detail, retryAfterSeconds, faults }: Refusal,
): void {
  const status = PROBLEM_STATUS[code];
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  const problem = { type: `urn:gauntlet:problem:${code}`, title: code, status, detail, code, faults };
  answer(response, status, problem, 'application/problem+json');
}

const missing = ({ response, path }: Exchange) =>
  refuseWith(response, { code: 'not-found', detail: `There is no ${path}.` });

/** Server-sent events as the contract has them: history after Last-Event-ID, then what comes, until it is over. */
function streamEvents(execution: PlayedExecution, { request, response }: Exchange): void {
  const after = Number(request.headers['last-event-id'] ?? 0);
  if (viewOf(execution).status === 'archived' && after >= execution.events.length) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (recorded: Recorded) =>
    response.write(
      `id: ${recorded.number}\nevent: ${recorded.event.type}\ndata: ${JSON.stringify(recorded)}\n\n`,
    );
  response.write(': hello\n\n');
  for (const recorded of execution.events) if (recorded.number > after) send(recorded);
  execution.listeners.add(send);
  response.on('close', () => execution.listeners.delete(send));
  void execution.done.then(() => response.end());
}

function answerSubmitted({ state, response }: Exchange, definition: TestDefinition): void {
  const execution = state.submit(definition);
  answer(response, 202, { executionId: execution.id, queuePosition: 1, links: viewOf(execution).links });
}

function cancel(execution: PlayedExecution, { response }: Exchange): void {
  if (viewOf(execution).verdict === null) {
    execution.cancelled = true;
    answer(response, 202, viewOf(execution));
  } else {
    refuseWith(response, { code: 'already-ended', detail: 'It has ended.' });
  }
}

function answerResult(execution: PlayedExecution, rest: string, exchange: Exchange): void {
  const found = resultsOf(execution).find((result) => rest.endsWith(result.resultId));
  const stack = 'Error: no\n    at cart.js:1';
  const codeFrame = {
    file: 'cart.js',
    line: 10,
    firstLine: 9,
    lines: ['\tif (twice)', '\t  \u001b[2Jfail();'],
  };
  const more = { stack, codeFrame, output: null, tags: [], retries: 0, assertions: [], artifacts: [] };
  if (found === undefined) missing(exchange);
  else answer(exchange.response, 200, { ...found, ...more });
}

async function answerExecution(id: string, rest: string, exchange: Exchange): Promise<void> {
  const { state, request, response } = exchange;
  const execution = state.executions.find((candidate) => candidate.id === id);
  if (execution === undefined) return missing(exchange);
  if (rest === '') return answer(response, 200, viewOf(execution));
  if (rest === '/events') return streamEvents(execution, exchange);
  if (rest === '/cancel') return cancel(execution, exchange);
  if (rest === '/rerun') {
    RerunRequest.parse(await readJson(request));
    return answerSubmitted(exchange, execution.definition);
  }
  const other = /^\/compare\/([0-9a-f-]+)$/.exec(rest)?.[1];
  if (other !== undefined) return answer(response, 200, comparisonOf(id, other));
  if (rest === '/failure-causes') return answer(response, 200, causesOfExecution(state.failures));
  if (rest === '/results') return answer(response, 200, { items: resultsOf(execution), nextCursor: null });
  if (rest.startsWith('/results/')) return answerResult(execution, rest, exchange);
  if (rest === '/log-chunks') return answer(response, 200, logChunksOf(execution));
  if (rest !== '/artifacts') return missing(exchange);
  const items = [artifactOf(execution, 'junit.xml', 3), artifactOf(execution, '../../evil\u001b[2J.html', 4)];
  answer(response, 200, { items, nextCursor: null });
}

async function answerUpload({ state, request, response }: Exchange): Promise<void> {
  const content = await readBody(request);
  const upload = { uploadId: newId(), content };
  state.uploads.push(upload);
  const sha256 = createHash('sha256').update(content).digest('hex');
  answer(response, 201, { uploadId: upload.uploadId, sizeBytes: content.length, sha256 });
}

async function answerSubmission(exchange: Exchange): Promise<void> {
  const parsed = TestDefinition.safeParse(await readJson(exchange.request));
  if (parsed.success) return answerSubmitted(exchange, parsed.data);
  refuseWith(exchange.response, { code: 'invalid-definition', detail: parsed.error.message });
}

function answerList({ state, query, response }: Exchange): void {
  state.listed.push(query);
  const limit = Number(query.get('limit') ?? 50);
  const until = query.get('until') ?? '9999';
  const all = state.executions.map(viewOf).filter(({ submittedAt }) => submittedAt < until);
  answer(response, 200, { items: all.slice(0, limit), nextCursor: all.length > limit ? 'next' : null });
}

async function answerSecret(
  name: string,
  { state, method, path, request, response }: Exchange,
): Promise<void> {
  if (method === 'PUT') {
    state.secrets.set(name, SecretRequest.parse(await readJson(request)).value);
    return answer(response, 204, '');
  }
  if (state.secrets.delete(name)) return answer(response, 204, '');
  refuseWith(response, { code: 'not-found', detail: `There is no ${path}.` });
}

async function answerDefinition(id: string, exchange: Exchange): Promise<void> {
  const { state, method, query, response } = exchange;
  const [definitionId = '', below] = id.split('/');
  const found = state.definitions.get(definitionId);
  if (found === undefined) return missing(exchange);
  if (below === 'plan') return answer(response, 200, planInto(Number(query.get('parallelism') ?? 2)));
  if (below === 'timings') return answer(response, 200, timings);
  if (method === 'PUT') {
    if (Number(query.get('expected')) !== found.version)
      return refuseWith(response, { code: 'changed-meanwhile', detail: 'It was changed meanwhile.' });
    const body = TestDefinition.parse(await readJson(exchange.request));
    state.definitions.set(definitionId, { ...found, version: found.version + 1 });
    return answer(response, 200, { ...found, version: found.version + 1, body });
  }
  if (method !== 'DELETE') return answer(response, 200, { ...found, body: TestDefinition.parse(BODY) });
  state.definitions.delete(id);
  answer(response, 204, '');
}
const planInto = (groups: number): DefinitionPlan => ({
  executionId: fixedId(7) as DefinitionPlan['executionId'],
  units: groups * 10,
  totalMs: groups * 3000,
  wallMs: 3000,
  groups: Array.from({ length: groups }, (_, index) => ({
    index,
    units: 10,
    estimatedMs: 3000,
    longest: { title: `test/slow-${index}.test.js`, estimatedMs: 900 },
  })),
  choices: [
    { parallelism: 1, wallMs: groups * 3000 },
    { parallelism: 2, wallMs: groups * 1500 },
  ],
});
const timings: DefinitionTimings = {
  executionId: fixedId(7) as DefinitionTimings['executionId'],
  units: [
    { key: 'a', title: 'test/a.test.js', recentMs: [60_000, 60_000, 60_000] },
    { key: 'b', title: 'test/b.test.js', recentMs: [20_000] },
    { key: 'new', title: 'test/new.test.js', recentMs: [] },
  ],
};
const BODY = { name: 'checkout', content: { type: 'inline', files: { 'a.test.js': '' } } };

async function answerNewToken({ request, response }: Exchange): Promise<void> {
  const asked = TokenRequest.parse(await readJson(request));
  answer(response, 201, { ...tokenView, ...asked, token: 'gtl_secret_value' });
}

async function answerDevice({ path, state, request, response }: Exchange): Promise<void> {
  const body = await readJson(request);
  const origin = `http://${request.headers.host}`;
  if (path.endsWith('/token')) {
    DeviceTokenRequest.parse(body);
    const about = { name: 'gauntlet', scopes: ['read'], expiresAt: MOMENT };
    return answer(response, 200, { token: state.token, ...about });
  }
  DeviceAuthorizationRequest.parse(body);
  answer(response, 201, {
    deviceCode: 'gdc_device',
    userCode: 'BCDF-GHJK',
    verificationUri: `${origin}/device`,
    verificationUriComplete: `${origin}/device?code=BCDF-GHJK`,
    expiresIn: 600,
    interval: 1,
  });
}

function answerQuotaChange({ state, method, path, query, response }: Exchange, body: unknown): void {
  const resource = path.slice(path.lastIndexOf('/') + 1);
  const before = state.quotas.get(path) ?? null;
  if (method === 'DELETE' && before === null) {
    refuseWith(response, { code: 'not-found', detail: `No quota ${resource} is set there.` });
    return;
  }
  const asked = method === 'DELETE' ? { limit: null, expected: undefined } : QuotaRequest.parse(body);
  const { limit } = asked;
  const expected = query.has('expected') ? Number(query.get('expected')) : asked.expected;
  if (expected !== undefined && expected !== before) {
    refuseWith(response, { code: 'changed-meanwhile', detail: `The quota ${resource} is ${before} now.` });
    return;
  }
  if (limit === null) state.quotas.delete(path);
  else state.quotas.set(path, limit);
  answer(response, 200, { resource, limit, before });
}

async function answerSchedules(exchange: Exchange): Promise<void> {
  const { state, method, path, query, request, response } = exchange;
  const body = method === 'POST' && path === '/api/v1/schedules' ? await readJson(request) : undefined;
  const given = answerAboutSchedules(state.schedules, { method, path, query, body });
  if (given === null) return missing(exchange);
  answer(response, given.status, given.body);
}

async function answerViews(exchange: Exchange): Promise<void> {
  const { state, method, path, query, request, response } = exchange;
  const body = ['POST', 'PATCH'].includes(method) ? await readJson(request) : undefined;
  const given = answerAboutViews(state.views, { method, path, query, body });
  if (given === null) return missing(exchange);
  answer(response, given.status, given.body);
}

async function answerCauses(exchange: Exchange): Promise<void> {
  const { state, method, path, query, request, response } = exchange;
  const body = method === 'GET' ? undefined : await readJson(request);
  const given = answerAboutCauses(state.failures, { method, path, query, body });
  if (given === null) return missing(exchange);
  answer(response, given.status, given.body);
}

async function answerPeople(exchange: Exchange): Promise<void> {
  const { state, method, path, query, request, response } = exchange;
  const body = method === 'GET' ? undefined : await readJson(request);
  const given = answerAboutPeople(state.people, { method, path, query, body });
  if (given === null) return missing(exchange);
  answer(response, given.status, given.body);
}
const projectOf = (number: number, name: string) => ({
  projectId: fixedId(number),
  ...{ name, description: '', role: 'developer' },
  team: { teamId: fixedId(number), name: `team ${number}` },
  ...{ createdAt: MOMENT, createdBy: 'ada', archivedAt: null },
});

type Route = (exchange: Exchange) => void | Promise<void>;
const ROUTES: Record<string, Route> = {
  'POST /api/v1/uploads': answerUpload,
  'POST /api/v1/tests': answerSubmission,
  'GET /api/v1/executions': answerList,
  'GET /api/v1/me': ({ response }) => answer(response, 200, me),
  'GET /api/v1/queue': ({ response }) => answer(response, 200, { items: [], running: 0 }),
  'GET /api/v1/frameworks': ({ response }) => answer(response, 200, { items: [nodeTestFramework] }),
  'GET /api/v1/quotas': ({ query, response }) => answer(response, 200, quotasOf(query)),
  'GET /api/v1/tokens': ({ response }) => answer(response, 200, { items: [tokenView] }),
  'GET /api/v1/users/grace/tokens': ({ response }) =>
    answer(response, 200, { items: [{ ...tokenView, tokenId: fixedId(8), name: 'of grace' }] }),
  'POST /api/v1/tokens': answerNewToken,
  'POST /api/v1/sign-in-links': ({ response }) =>
    answer(response, 201, { link: '/signin?code=gsi_new', expiresAt: MOMENT }),
  'GET /api/v1/definitions': ({ state, response }) =>
    answer(response, 200, {
      items: [...state.definitions.values()].map((view) => ({ ...view, lastRun: null })),
      nextCursor: null,
    }),
  'POST /api/v1/definitions': async ({ state, request, response }) => {
    const body = TestDefinition.parse(await readJson(request));
    const definitionId = fixedId(8) as DefinitionView['definitionId'];
    const made = { definitionId, projectId: null, name: body.name, version: 1 };
    const view = { ...made, createdAt: MOMENT, updatedAt: MOMENT };
    state.definitions.set(definitionId, view);
    answer(response, 201, { ...view, body });
  },
  'GET /api/v1/projects': ({ query, response }) => {
    const known = [projectOf(1, 'checkout'), projectOf(2, 'twice'), projectOf(3, 'twice')];
    const items = known.filter(({ name }) => name === (query.get('name') ?? name));
    answer(response, 200, { items, nextCursor: null });
  },
  'GET /api/v1/secrets': ({ state, response }) => {
    const items = [...state.secrets.keys()].map((name) => ({
      ...{ name, projectId: null },
      ...{ createdAt: MOMENT, updatedAt: MOMENT },
    }));
    answer(response, 200, { items });
  },
};

async function answerTests({ state, request, response, ...asked }: Exchange): Promise<void> {
  const body = asked.method === 'GET' || asked.method === 'DELETE' ? undefined : await readJson(request);
  const { status, body: told } = answerAboutTests({ ...asked, tests: state.tests, body });
  answer(response, status, told);
}

async function dispatch(exchange: Exchange): Promise<void> {
  const { method, path, response } = exchange;
  const route = ROUTES[`${method} ${path}`];
  if (route !== undefined) return route(exchange);
  const execution = /^\/api\/v1\/executions\/([0-9a-f-]+)(\/.*)?$/.exec(path);
  if (execution !== null) return answerExecution(execution[1] ?? '', execution[2] ?? '', exchange);
  if (path.startsWith('/api/v1/artifacts/')) return answer(response, 200, REPORT, 'text/html');
  if (path === `/api/v1/projects/${fixedId(1)}`) return answer(response, 200, projectOf(1, 'checkout'));
  if (path.startsWith('/api/v1/tokens/')) return answer(response, 204, '');
  const definition = /^\/api\/v1\/definitions\/(.+)$/.exec(path)?.[1];
  if (definition !== undefined) return answerDefinition(definition, exchange);
  if (/^\/api\/v1\/(teams|users)\/[^/]+\/quotas\/\w+$/.test(path))
    return answerQuotaChange(exchange, await readJson(exchange.request));
  if (isAboutPeople(path)) return answerPeople(exchange);
  if (isAboutTests(path)) return answerTests(exchange);
  if (isAboutCauses(path)) return answerCauses(exchange);
  if (isAboutSchedules(path)) return answerSchedules(exchange);
  if (isAboutViews(path)) return answerViews(exchange);
  const secret = /^\/api\/v1\/secrets\/(.+)$/.exec(path)?.[1];
  return secret === undefined ? missing(exchange) : answerSecret(secret, exchange);
}

export async function answerRequest(
  state: ContractState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://here');
  const method = request.method ?? 'GET';
  state.requests.push({ method, path: request.url ?? '', headers: request.headers });
  if (path.startsWith('/health/')) {
    return answer(response, 200, { ok: true, checks: { database: { ok: true, message: 'ready' } } });
  }
  const at = state.refusals.findIndex((entry) => entry.method === method && path.includes(entry.pathPart));
  const [refused] = at < 0 ? [] : state.refusals.splice(at, 1);
  if (refused !== undefined) return refuseWith(response, refused.refusal);
  if (path.startsWith('/api/v1/auth/device'))
    return answerDevice({ state, method, path, query, request, response });
  if (request.headers.authorization !== `Bearer ${state.token}`) {
    return refuseWith(response, { code: 'not-signed-in', detail: 'The token is not known.' });
  }
  return dispatch({ state, method, path, query, request, response });
}

import { PROBLEM_STATUS, Problem } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { StaleExecution } from '../executions/index.ts';
import { EXECUTION, fakeHttpDeps, type LoggedLine } from '../testing/fake-http-deps.ts';
import { createHttpServer } from './server.ts';

let app: FastifyInstance | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

type Parts = Parameters<typeof fakeHttpDeps>[0];
async function ask(options: InjectOptions, parts: Parts = {}, lines: LoggedLine[] = []) {
  app = createHttpServer(fakeHttpDeps(parts, lines));
  const headers = { authorization: 'Bearer gnt_admin', ...options.headers };
  const answer = await app.inject({ ...options, headers });
  return { answer, problem: answer.statusCode < 400 ? null : Problem.parse(answer.json()) };
}
const submit = (payload: string, type = 'application/json', parts: Parts = {}) =>
  ask({ method: 'POST', url: '/api/v1/tests', payload, headers: { 'content-type': type } }, parts);

describe('what is wrong with a body', () => {
  it('broken JSON is told with line and column', async () => {
    const { answer, problem } = await submit('{\n  "name": "x",\n  "content" {}\n}');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problem).toMatchObject({
      status: 400,
      code: 'malformed-body',
      faults: [{ path: 'line 3, column 13' }],
    });
    expect(problem?.instance).toBe(answer.headers['x-request-id']);
  });

  it('broken YAML is told with line and column', async () => {
    const { problem } = await submit('name: x\ncontent: [1, 2\n', 'application/yaml');
    expect(problem).toMatchObject({
      status: 400,
      code: 'malformed-body',
      faults: [{ path: 'line 3, column 1' }],
    });
  });

  it('a misspelt key is named', async () => {
    const body = { name: 'x', content: { type: 'inline', files: { a: '' } }, paralellism: 2 };
    const { problem } = await submit(JSON.stringify(body));
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid-request',
      faults: [{ path: 'paralellism' }],
    });
  });

  it('faults of a stored definition are told of that form', async () => {
    const { problem } = await submit(
      JSON.stringify({ definitionId: EXECUTION, overrides: { parallelism: 0 } }),
    );
    expect(problem?.faults).toMatchObject([{ path: 'overrides.parallelism' }]);
  });

  it('no body is said to be none', async () => {
    expect((await submit('')).problem).toMatchObject({
      code: 'malformed-body',
      detail: expect.stringContaining('no body'),
    });
  });

  it.each(['\n', '  ', '\ufeff\t'])('nothing but space is not taken for no body: %j', async (payload) => {
    const options: InjectOptions = { method: 'POST', url: '/api/v1/admin/rotate-secret-key', payload };
    const { problem } = await ask({ ...options, headers: { 'content-type': 'application/json' } });
    expect(problem).toMatchObject({ status: 400, code: 'malformed-body' });
    expect(problem?.detail).toContain('the end of the text is not expected');
  });

  it.each([
    ['POST', '/api/v1/tests'],
    ['POST', `/api/v1/executions/${EXECUTION}/rerun`],
    ['POST', '/api/v1/admin/rotate-secret-key'],
    ['POST', '/api/v1/tokens'],
  ] as const)('null is not taken for no body: %s %s', async (method, url) => {
    const { problem } = await ask({
      method,
      url,
      payload: ' null\n',
      headers: { 'content-type': 'application/json' },
    });
    expect(problem).toMatchObject({ status: 400, code: 'malformed-body', faults: [{ path: 'body' }] });
    expect(problem?.detail).toBe('The body is null. Send an object, or no body where none is needed.');
  });

  it('a key that would reach into prototypes is refused', async () => {
    expect((await submit('{"__proto__": {"x": 1}, "name": "x"}')).problem).toMatchObject({
      code: 'malformed-body',
    });
  });

  it('another type, and none, are refused by name', async () => {
    const { problem } = await submit('name=x', 'application/x-www-form-urlencoded');
    expect(problem).toMatchObject({ status: 415, detail: expect.stringContaining('x-www-form-urlencoded') });
  });

  it('one that is too large is refused with the limit', async () => {
    const { problem } = await submit(JSON.stringify({ name: 'x'.repeat(3000) }), 'application/json', {
      settings: { maxDefinitionBytes: 2000 },
    });
    expect(problem).toMatchObject({
      status: 413,
      code: 'too-large',
      detail: expect.stringContaining('2000 bytes'),
    });
  });

  it('elsewhere than at definitions YAML is not read', async () => {
    const options: InjectOptions = { method: 'POST', url: '/api/v1/tokens', payload: 'name: x' };
    const { problem } = await ask({ ...options, headers: { 'content-type': 'application/yaml' } });
    expect(problem?.status).toBe(415);
  });
});

describe('what is wrong with an address', () => {
  it('one that leads nowhere is 404, a wrong method 405 with those there are', async () => {
    expect((await ask({ url: '/api/v1/nothing' })).problem).toMatchObject({ status: 404, code: 'not-found' });
    const { answer, problem } = await ask({ method: 'DELETE', url: '/api/v1/executions' });
    expect(problem).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('one that a route spells out is no id of another route', async () => {
    const { answer, problem } = await ask({ method: 'DELETE', url: '/api/v1/invitations/accept' });
    expect(problem).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.allow).toBe('POST');
    const stranger = await ask({
      method: 'DELETE',
      url: '/api/v1/invitations/accept',
      headers: { authorization: '' },
    });
    expect(stranger.problem?.status).toBe(405);
    const other = await ask({ method: 'PUT', url: '/api/v1/invitations/accepted' });
    expect(other.answer.headers.allow).toBe('DELETE');
  });

  it('one that no route takes is refused for that, not for the form of its body', async () => {
    const strange = { payload: 'x', headers: { 'content-type': 'image/png' } };
    const nowhere = await ask({ method: 'POST', url: '/api/v1/nothing', ...strange });
    expect(nowhere.problem).toMatchObject({ status: 404 });
    const query = await ask({ method: 'QUERY' as 'GET', url: '/api/v1/me' });
    expect(query.problem).toMatchObject({ status: 405 });
  });

  it.each(['units?attempt', 'results?attempt', 'log-chunks?group', 'logs?group'])(
    'no number larger than any there can be is looked for: %s',
    async (place) => {
      const url = `/api/v1/executions/${EXECUTION}/${place}=9007199254740991`;
      expect((await ask({ url })).problem).toMatchObject({ status: 400, code: 'invalid-request' });
    },
  );

  it.each([
    'executions?limit=',
    'audit?after=',
    `executions/${EXECUTION}/results?attempt=`,
    'definitions?limit=',
  ])('an empty number is not taken for 0: %s', async (place) => {
    const { problem } = await ask({ url: `/api/v1/${place}` });
    const path = place.replace(/.*\?(.*)=/, '$1');
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid-request',
      faults: [{ path, message: 'must be a number, and is empty' }],
    });
  });

  it('an id that is none is nothing that could be there', async () => {
    expect((await ask({ url: '/api/v1/executions/1' })).problem?.status).toBe(404);
    expect((await ask({ url: `/api/v1/executions/${'x'.repeat(5000)}` })).problem?.status).toBe(404);
    expect((await ask({ url: '/api/v1/executions/%00' })).problem?.status).toBe(404);
    expect((await ask({ url: '/%zz' })).problem?.status).toBe(400);
  });

  it('each fault of a query is told', async () => {
    const { problem } = await ask({ url: '/api/v1/executions?limit=0&since=yesterday' });
    expect(problem?.faults?.map(({ path }) => path)).toEqual(['since', 'limit']);
    const several = await ask({ url: '/api/v1/executions?limit=&since=yesterday' });
    expect(several.problem?.faults?.map(({ path }) => path)).toEqual(['limit', 'since']);
    const list = async () => ok({ items: [], nextCursor: null });
    const unknown = await ask({ url: '/api/v1/executions?status=running,dancing' }, { readers: { list } });
    expect(unknown.problem).toMatchObject({ code: 'invalid-request', faults: [{ path: 'status' }] });
    expect(unknown.problem?.detail).toContain('"dancing" is none of submitted');
  });
});

describe('what goes wrong inside', () => {
  it('a refusal keeps its code, its words and when to come again', async () => {
    const refusal = { code: 'quota-exceeded', message: 'Full.', retryAfterSeconds: 30 } as const;
    const body = JSON.stringify({ name: 'x', content: { type: 'inline', files: { a: '' } } });
    const { answer, problem } = await submit(body, 'application/json', {
      executions: { submitTest: async () => refuse(refusal) },
    });
    expect(problem).toMatchObject({
      status: PROBLEM_STATUS['quota-exceeded'],
      code: 'quota-exceeded',
      detail: 'Full.',
    });
    expect(answer.headers['retry-after']).toBe('30');
  });

  it('a bug is told to the log and not to the client', async () => {
    const lines: LoggedLine[] = [];
    const bug = new Error('password of the database is hunter2', { cause: 'the cause' });
    const readers = { queue: async () => Promise.reject(bug) };
    const { answer, problem } = await ask({ url: '/api/v1/queue' }, { readers }, lines);
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(answer.body).not.toContain('hunter2');
    const told = lines.find(({ level }) => level === 'error');
    expect(told?.fields).toMatchObject({ err: bug, request: problem?.instance, path: '/api/v1/queue' });
  });

  it('a lost race is worth another try', async () => {
    const readers = { queue: async () => Promise.reject(new StaleExecution('moved')) };
    const { answer, problem } = await ask({ url: '/api/v1/queue' }, { readers });
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('who asks too often is told when to come again, and others are served', async () => {
    app = createHttpServer(
      fakeHttpDeps({
        settings: { requestsPerMinute: 3 },
        readers: { queue: async () => ({ items: [], running: 0 }) },
      }),
    );
    const queue = (token: string) =>
      app?.inject({ url: '/api/v1/queue', headers: { authorization: `Bearer ${token}` } });
    for (let time = 0; time < 3; time += 1) expect((await queue('gnt_read'))?.statusCode).toBe(200);
    const refused = await queue('gnt_read');
    expect(Problem.parse(refused?.json())).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await queue('gnt_all'))?.statusCode).toBe(200);
    for (let time = 0; time < 9; time += 1) expect((await app.inject('/health/live')).statusCode).toBe(200);
  });
});

describe('who may not', () => {
  const bearer = (token: string) =>
    ask({ url: '/api/v1/queue', headers: { authorization: `Bearer ${token}` } });

  it('hears that no token came, or that the one which came is no good', async () => {
    app = createHttpServer(fakeHttpDeps());
    const none = Problem.parse((await app.inject('/api/v1/queue')).json());
    expect(none).toMatchObject({ status: 401, detail: expect.not.stringContaining('not good here') });
    const { problem } = await bearer('gnt_revoked');
    expect(problem).toMatchObject({ status: 401, detail: expect.stringContaining('not good here') });
  });

  it('hears which scope is wanted, which there are, and what to do', async () => {
    const { problem } = await ask({
      method: 'POST',
      url: '/api/v1/signing-keys',
      headers: { authorization: 'Bearer gnt_read' },
    });
    expect(problem).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(problem?.detail).toMatch(/^This needs the scope "admin"; you have "read" here\. Use a token/);
  });
});

describe('problems for people', () => {
  const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it('are pages under the policy of pages', async () => {
    app = createHttpServer(fakeHttpDeps());
    const answer = await app.inject({ url: '/no<b>where', headers: HTML });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.body).toContain('There is nothing at');
    expect(answer.body).not.toContain('<b>');
  });

  it('lead a stranger to the sign-in page', async () => {
    app = createHttpServer(fakeHttpDeps());
    const answer = await app.inject({ url: '/', headers: HTML });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/signin']);
    const program = await app.inject({ url: '/' });
    expect(Problem.parse(program.json()).code).toBe('not-signed-in');
  });
});

import { expect, test } from 'vitest';
import { createGauntletClient } from './client.ts';
import { GauntletProblem, NoAnswer, UnexpectedAnswer } from './problems.ts';

const ID = '01900000-0000-7000-8000-00000000e001';
const BASE = 'http://server.test/prefix/';

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });

const problem = (code: string, status: number, headers = {}) =>
  json(
    { type: `urn:gauntlet:problem:${code}`, title: 'No', detail: 'Not like that.', code, status, faults: [] },
    { status, headers },
  );

/** A client whose requests are answered in this order, and what it asked. */
function clientOf(...answers: (Response | Error)[]) {
  const asked: Request[] = [];
  const client = createGauntletClient({
    baseUrl: BASE,
    token: 'gnt_x',
    project: ID,
    headers: { 'x-own': '1' },
    fetch: async (request) => {
      asked.push(request);
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error(`nobody expected ${request.url}`);
    },
  });
  return { client, asked };
}

test('a call asks under the prefix, with token, parameters and body, and gives the answer', async () => {
  const { client, asked } = clientOf(json({ executionId: ID }, { status: 202 }));
  const { data, response } = await client.POST('/api/v1/executions/{id}/rerun', {
    params: { path: { id: 'a/b' }, header: { 'idempotency-key': 'k' } },
    body: { only: 'failed' },
  });
  expect(data.executionId).toBe(ID);
  expect(response.status).toBe(202);
  const [request] = asked;
  expect(request?.url).toBe('http://server.test/prefix/api/v1/executions/a%2Fb/rerun');
  expect(await request?.json()).toEqual({ only: 'failed' });
  expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
    accept: 'application/json',
    authorization: 'Bearer gnt_x',
    'content-type': 'application/json',
    'idempotency-key': 'k',
    'x-own': '1',
    'x-gauntlet-project': ID,
  });
});

test('a refusal is a problem with its code, its words and when to come again', async () => {
  const { client } = clientOf(problem('rate-limited', 429, { 'retry-after': '7' }));
  const error = await client.GET('/api/v1/me').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GauntletProblem);
  expect(error).toMatchObject({
    code: 'rate-limited',
    status: 429,
    message: 'Not like that.',
    retryAfterSeconds: 7,
    problem: { faults: [] },
  });
});

test.each([
  [
    'a proxy’s page',
    new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  ],
  ['JSON that is no problem', json({ error: 'x' }, { status: 404 })],
  [
    'a page that says success',
    new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
  ],
])('%s is no answer of the API', async (_, answer) => {
  const { client } = clientOf(answer);
  const error = await client.GET('/api/v1/me').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnexpectedAnswer);
  expect(error).toMatchObject({ status: answer.status, url: 'http://server.test/prefix/api/v1/me' });
});

test('a server that cannot be reached is told with the network’s reason', async () => {
  const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  const { client } = clientOf(refused);
  const error = await client.GET('/api/v1/me').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NoAnswer);
  expect((error as Error).message).toContain('connect ECONNREFUSED');
});

test('who interrupts a call gets the own reason back', async () => {
  const reason = new Error('enough');
  const { client } = clientOf(reason);
  await expect(client.GET('/api/v1/me', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('a list is one sequence over its pages, and the next page waits until it is wanted', async () => {
  const page = (names: string[], nextCursor: string | null) =>
    json({ items: names.map((name) => ({ name })), nextCursor });
  const { client, asked } = clientOf(page(['a', 'b'], 'c 1'), page([], 'c2'), page(['c'], null));
  const names: string[] = [];
  const params = { query: { verdict: 'failed' } };
  for await (const { name } of client.pages('/api/v1/executions', { params })) {
    if (names.length === 0) expect(asked).toHaveLength(1);
    names.push(name);
  }
  expect(names).toEqual(['a', 'b', 'c']);
  expect(asked.map(({ url }) => new URL(url).search)).toEqual([
    '?verdict=failed',
    '?verdict=failed&cursor=c%201',
    '?verdict=failed&cursor=c2',
  ]);
});

test('a link of an answer is opened on the client’s own server, whatever host it names', async () => {
  const { client, asked } = clientOf(new Response('<title>report</title>'));
  const answer = await client.open('https://elsewhere.test/api/v1/artifacts/1?token=x');
  expect(await answer.text()).toBe('<title>report</title>');
  expect(asked[0]?.url).toBe('http://server.test/prefix/api/v1/artifacts/1?token=x');
  expect(asked[0]?.headers.get('accept')).toBe('*/*');
});

test('events go on where the connection broke, and end when the server has nothing more to say', async () => {
  const message = (number: number) =>
    `id: ${number}\nevent: x\ndata: ${JSON.stringify({ number, event: { type: 'cancel-requested' } })}\n\n`;
  const { client, asked } = clientOf(
    new Response(message(1) + message(2) + message(3).slice(0, 20)),
    new TypeError('fetch failed'),
    new Response(message(2) + message(3)),
    new Response(null, { status: 204 }),
  );
  const numbers: number[] = [];
  for await (const { number, recorded } of client.executionEvents(ID)) {
    expect(recorded.number).toBe(number);
    numbers.push(number);
  }
  expect(numbers).toEqual([1, 2, 3]);
  expect(asked.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, '2', '2', '3']);
  expect(new Set(asked.map(({ url }) => url))).toEqual(
    new Set([`http://server.test/prefix/api/v1/executions/${ID}/events`]),
  );
});

test('the events of the team begin after the one that is named', async () => {
  const { client, asked } = clientOf(new Response(null, { status: 204 }));
  for await (const event of client.teamEvents({ after: 41 })) throw new Error(`unexpected ${event.number}`);
  expect(asked[0]?.headers.get('last-event-id')).toBe('41');
  expect(asked[0]?.headers.get('accept')).toBe('text/event-stream');
});

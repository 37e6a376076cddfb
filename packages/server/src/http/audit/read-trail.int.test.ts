/** The audit trail, from outside: real acts, a real database, people of two teams. */
import { AuditList, Problem, TokenCreated } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeopleStage, type PeopleStage, type TestPerson } from '../../testing/people-stage.ts';

let stage: PeopleStage;
const people = new Map<string, TestPerson>();

beforeAll(async () => {
  stage = await createPeopleStage();
  const { lead, dev, stranger } = await stage.newCast();
  for (const [name, each] of [
    ['ada', lead],
    ['bob', dev],
    ['eve', stranger],
  ] as const)
    people.set(name, each);
  await call('ada', 'PUT', '/secrets/npm', { value: 'hunter2' });
  await call('ada', 'PUT', '/secrets/deploy', { value: 'hunter3' });
  await call('ada', 'DELETE', '/secrets/npm');
  await call('bob', 'POST', '/tokens', { name: 'laptop', scopes: ['read'] });
  await call('eve', 'PUT', '/secrets/npm', { value: 'hunter4' });
});
afterAll(() => stage.close());

const person = (name: string) => people.get(name) as TestPerson;

const call = (who: string, method: string, path: string, json?: unknown, accept = 'application/json') =>
  fetch(`${stage.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${people.get(who)?.token ?? stage.admin.token}`,
      accept,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
const read = async (who: string, query: Record<string, string> = {}) => {
  const answer = await call(who, 'GET', `/audit?${new URLSearchParams(query)}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return AuditList.parse(await answer.json());
};
const acts = async (query: Record<string, string>) =>
  (await read('ada', query)).items.map(({ action, target }) => `${action} ${target.name}`);
const refusal = async (who: string, query: Record<string, string>, accept?: string) =>
  Problem.parse(
    await (await call(who, 'GET', `/audit?${new URLSearchParams(query)}`, undefined, accept)).json(),
  );

describe('the audit trail', () => {
  it('tells who did what, by which token, from where and by which request, the newest first', async () => {
    const { items, nextCursor, lastNumber } = await read('ada', { action: 'secret.*' });
    expect(items.map(({ action, target }) => [action, target.name])).toEqual([
      ['secret.remove', 'npm'],
      ['secret.set', 'deploy'],
      ['secret.set', 'npm'],
    ]);
    expect(nextCursor).toBeNull();
    expect(lastNumber).toBeGreaterThanOrEqual(items[0]?.number ?? Number.NaN);
    const ada = person('ada');
    expect(items[0]).toMatchObject({
      target: { kind: 'secret', id: null, name: 'npm' },
      by: {
        ...{ userId: ada.userId, username: ada.username, sessionId: null },
        ...{ via: 'token', tokenName: ada.tokenName },
      },
      from: { address: '127.0.0.1' },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      detail: {},
    });
    expect(items[0]?.by.tokenId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(items)).not.toContain('hunter');
  });

  it('is chosen by action, by who, by token, by target, and by several of them', async () => {
    expect(await acts({ action: 'secret.set' })).toEqual(['secret.set deploy', 'secret.set npm']);
    expect(await acts({ action: 'secret.remove,token.*' })).toEqual([
      'token.create laptop',
      'secret.remove npm',
    ]);
    expect(await acts({ user: person('bob').username.toUpperCase() })).toEqual(['token.create laptop']);
    expect(await acts({ user: person('bob').userId, action: 'secret.*' })).toEqual([]);
    expect(await acts({ user: 'nobody' })).toEqual([]);
    const tokenId = (await read('ada', { user: person('bob').username })).items[0]?.by.tokenId ?? '';
    expect(await acts({ token: tokenId })).toEqual(['token.create laptop']);
    expect(await acts({ token: person('bob').tokenName })).toEqual(['token.create laptop']);
    expect(await acts({ targetKind: 'secret', target: 'npm' })).toEqual([
      'secret.remove npm',
      'secret.set npm',
    ]);
    expect(await acts({ targetKind: 'token' })).toEqual(['token.create laptop']);
    const target = (await read('ada', { targetKind: 'token' })).items[0]?.target.id ?? '';
    expect(await acts({ target })).toEqual(['token.create laptop']);
    expect(await acts({ target: 'laptop', targetKind: 'user' })).toEqual([]);
  });

  it('finds where a secret was used when it is asked for that secret', async () => {
    const data = {
      ...{ action: 'secret.use', target: { kind: 'execution', id: stage.ids.next<string>(), name: 'suite' } },
      detail: { names: ['deploy', 'other'] },
      by: {
        userId: person('bob').userId,
        username: null,
        via: 'server',
        tokenId: null,
        tokenName: null,
        sessionId: null,
      },
      ...{ from: { address: null }, requestId: null },
    };
    const stream = { aggregateType: 'audit', aggregateId: person('ada').teamId };
    await stage.inTransaction((tx) => stage.events.append(tx, stream, [{ type: 'acted', data }]));
    expect(await acts({ targetKind: 'secret', target: 'deploy' })).toEqual([
      'secret.use suite',
      'secret.set deploy',
    ]);
    expect(await acts({ user: person('bob').username })).toEqual(['secret.use suite', 'token.create laptop']);
    const { items } = await read('ada', { action: 'secret.use' });
    expect(items[0]?.by).toMatchObject({ username: person('bob').username, via: 'server' });
  });

  it('is chosen by time: from is in, until is out', async () => {
    const [newest, next] = (await read('ada')).items;
    const at = newest?.at ?? '';
    const after = new Date(Date.parse(at) + 1).toISOString();
    expect((await read('ada', { from: at })).items.map(({ id }) => id)).toContain(newest?.id);
    expect((await read('ada', { from: after })).items).toEqual([]);
    expect((await read('ada', { until: after })).items[0]?.id).toBe(newest?.id);
    const before = (await read('ada', { until: next?.at ?? '' })).items.map(({ id }) => id);
    expect(before).not.toContain(next?.id);
    expect(await refusal('ada', { from: after, until: at })).toMatchObject({
      code: 'invalid-request',
      faults: [{ path: 'until' }],
    });
  });

  it('comes in pages that neither miss an act nor tell one twice, also of one moment', async () => {
    const stream = { aggregateType: 'audit', aggregateId: person('eve').teamId };
    const [template] = (await read('eve')).items;
    const data = (name: string) => ({ ...template, target: { kind: 'x', id: null, name } });
    const names = Array.from({ length: 25 }, (_, index) => `act ${index}`);
    // One transaction: one moment for all.
    await stage.inTransaction((tx) =>
      stage.events.append(
        tx,
        stream,
        names.map((name) => ({ type: 'acted', data: data(name) })),
      ),
    );
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: AuditList = await read('eve', {
        targetKind: 'x',
        limit: '10',
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ target }) => target.name));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect([pages, seen]).toEqual([3, names.toReversed()]);
    for (const limit of ['0', '501', 'x'])
      expect(await refusal('eve', { limit })).toMatchObject({ code: 'invalid-request' });
    expect(await refusal('eve', { cursor: 'x' })).toMatchObject({ faults: [{ path: 'cursor' }] });
  });

  it('is followed by number, from where one was, filtered or not', async () => {
    const { lastNumber } = await read('ada');
    expect(await read('ada', { after: String(lastNumber) })).toEqual({
      items: [],
      nextCursor: null,
      lastNumber,
    });
    await call('ada', 'PUT', '/secrets/a', { value: 'hunter5' });
    await call('ada', 'PUT', '/secrets/b', { value: 'hunter6' });
    const first = await read('ada', { after: String(lastNumber), limit: '1' });
    expect(first).toMatchObject({ items: [{ target: { name: 'a' } }], lastNumber: lastNumber + 1 });
    const rest = await read('ada', { after: String(first.lastNumber), action: 'secret.set' });
    expect(rest).toMatchObject({ items: [{ target: { name: 'b' } }], lastNumber: lastNumber + 2 });
    // Nothing that fits: it goes on after what was looked at, and not again from the beginning.
    expect(await read('ada', { after: String(lastNumber), action: 'key.rotate' })).toMatchObject({
      items: [],
      lastNumber: lastNumber + 2,
    });
    expect(await refusal('ada', { after: '0', cursor: 'x' })).toMatchObject({ code: 'invalid-request' });
  });

  it('is read with the scope audit alone, and of other teams by admins alone', async () => {
    expect((await call('bob', 'GET', '/audit')).status).toBe(403);
    expect((await read('eve', { action: 'secret.*', targetKind: 'secret' })).items).toHaveLength(1);
    const ours = person('ada');
    for (const team of [ours.teamId, ours.teamName])
      expect((await read('ada', { team, action: 'secret.remove' })).items).toHaveLength(1);
    for (const team of [ours.teamId, ours.teamName])
      expect((await read('admin', { team, action: 'secret.remove' })).items).toHaveLength(1);
    const foreign = await refusal('eve', { team: ours.teamId });
    const absent = await refusal('eve', { team: stage.ids.next<string>() });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.detail?.replace(/".*"/, '')).toBe(absent.detail?.replace(/".*"/, ''));
    // A name, token or target of another team finds nothing of it here.
    expect((await read('eve', { user: person('ada').username })).items).toEqual([]);
    expect((await read('eve', { token: person('ada').tokenName })).items).toEqual([]);
  });

  it.each(['secret', 'secret.', '*', 'secret.*.x', "x.y' or 1=1", 'Secret.Set', 'a.b,'])(
    'knows no action %j',
    async (action) => {
      expect(await refusal('ada', { action })).toMatchObject({
        code: 'invalid-request',
        faults: [{ path: 'action' }],
      });
    },
  );

  it('is written out whole as text/csv, with formulas made harmless', async () => {
    const made = await call('ada', 'POST', '/tokens', {
      name: '=HYPERLINK("http://evil")',
      scopes: ['read'],
    });
    expect(TokenCreated.parse(await made.json()).name).toMatch(/^=/);
    const stream = { aggregateType: 'audit', aggregateId: person('ada').teamId };
    const [template] = (await read('ada', { action: 'secret.set' })).items;
    const many = Array.from({ length: 1200 }, () => ({
      type: 'acted',
      data: { ...template, action: 'csv.test' },
    }));
    await stage.inTransaction((tx) => stage.events.append(tx, stream, many));
    const csv = async (query: string) => {
      const answer = await call('ada', 'GET', `/audit?${query}`, undefined, 'text/csv');
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      return (await answer.text()).split('\r\n').slice(0, -1);
    };
    expect(await csv('action=csv.test')).toHaveLength(1201);
    const [titles, line] = await csv('action=token.*&limit=1');
    expect(titles).toMatch(/^"at","number","action"/);
    expect(line).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(await refusal('ada', { after: '1' }, 'text/csv')).toMatchObject({ code: 'invalid-request' });
    expect((await call('ada', 'GET', '/audit', undefined, 'image/png')).status).toBe(406);
  });
});

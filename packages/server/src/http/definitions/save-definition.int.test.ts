/** Saving, renaming, removing and bringing back definitions, over HTTP and a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi } from '../../testing/ask-api.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

const ask = (method: string, path: string, body?: unknown, type?: string) =>
  askApi(stage, method, path, body, type);

const definition = (name: string, change: object = {}) => ({
  name,
  framework: 'command',
  content: { type: 'inline', files: { README: 'hello' } },
  commands: [{ name: 'one', run: 'true' }],
  ...change,
});

async function saved(name: string): Promise<string> {
  const { status, body } = await ask('POST', '/definitions', definition(name));
  expect(status).toBe(201);
  return String(body.definitionId);
}

const actsOf = async (id: string) => {
  const { body } = await ask('GET', `/audit?target=${id}`);
  return (body.items as { action: string; detail: object }[]).map(({ action, detail }) => ({
    action,
    ...detail,
  }));
};

describe('saving a definition', () => {
  it('makes version 1 and runs nothing', async () => {
    const id = await saved('fresh');
    expect((await ask('GET', `/definitions/${id}`)).body).toMatchObject({ name: 'fresh', version: 1 });
    expect((await ask('GET', `/executions?definitionId=${id}`)).body).toMatchObject({ items: [] });
    expect(await actsOf(id)).toEqual([{ action: 'definition.save', version: 1 }]);
  });

  it('takes YAML, with the defaults of the schema', async () => {
    const yaml = 'name: in yaml\ncontent:\n  type: git\n  url: https://example.com/shop.git # ours\n';
    const { status, body } = await ask('POST', '/definitions', yaml, 'application/yaml');
    expect(status).toBe(201);
    expect(body).toMatchObject({ body: { type: 'unit', parallelism: 1, content: { type: 'git' } } });
  });

  it('refuses a channel that is not there, and goes on with one that has gone since', async () => {
    const told = { notifications: [{ channels: ['Night watch'] }] };
    const refused = await ask('POST', '/definitions', definition('told', told));
    expect(refused).toMatchObject({ status: 422, body: { code: 'channel-missing' } });
    expect(refused.body.detail).toContain('There is no notification channel "Night watch" of your team');
    const channel = {
      kind: 'webhook',
      name: 'night watch',
      settings: { url: 'https://example.com/' },
      secrets: { signingKey: `whsec_${'A'.repeat(43)}=` },
    };
    const made = await ask('POST', '/channels', channel);
    expect(made.status).toBe(201);
    const saved = await ask('POST', '/definitions', definition('told', told));
    expect(saved.status).toBe(201);
    const path = `/definitions/${saved.body.definitionId}`;
    expect((await ask('DELETE', `/channels/${made.body.channelId}`)).status).toBe(204);
    const changed = definition('told', { ...told, priority: 7 });
    expect((await ask('PUT', path, changed)).status).toBe(200);
    const more = definition('told', { notifications: [{ channels: ['Night watch', 'day watch'] }] });
    expect((await ask('PUT', path, more)).body).toMatchObject({ code: 'channel-missing' });
    expect((await ask('POST', '/tests', { definitionId: saved.body.definitionId })).status).toBe(202);
  });

  it('refuses a name that is taken', async () => {
    await saved('twice');
    expect(await ask('POST', '/definitions', definition('twice'))).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
  });

  it('refuses what no run would take', async () => {
    for (const [change, code] of [
      [{ commands: undefined }, 'invalid-definition'],
      [{ framework: 'nonesuch', commands: undefined }, 'framework-unknown'],
      [{ content: { type: 'git', url: 'file:///etc' } }, 'invalid-definition'],
    ] as const)
      expect((await ask('POST', '/definitions', definition('faulty', change))).body).toMatchObject({ code });
  });
});

describe('changing a definition', () => {
  it('makes the next version of the one it was made of, and none where nothing differs', async () => {
    const id = await saved('changing');
    const next = definition('changing', { parallelism: 3 });
    expect(await ask('PUT', `/definitions/${id}?expected=1`, next)).toMatchObject({
      status: 200,
      body: { version: 2, body: { parallelism: 3 } },
    });
    expect((await ask('PUT', `/definitions/${id}?expected=2`, next)).body).toMatchObject({ version: 2 });
    expect(await actsOf(id)).toEqual([
      { action: 'definition.save', version: 2 },
      { action: 'definition.save', version: 1 },
    ]);
  });

  it('of several who change the same version one wins, and nobody is overwritten', async () => {
    const id = await saved('contested');
    const answers = await Promise.all(
      [2, 3, 4, 5].map((parallelism) =>
        ask('PUT', `/definitions/${id}?expected=1`, definition('contested', { parallelism })),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'changed-meanwhile' });
    expect((await ask('GET', `/definitions/${id}`)).body).toMatchObject({ version: 2 });
  });

  it('renames it, unless the name is taken; what is submitted under the new name is its next version', async () => {
    const id = await saved('old name');
    await saved('taken name');
    expect((await ask('PUT', `/definitions/${id}`, definition('taken name'))).body).toMatchObject({
      code: 'already-exists',
    });
    expect((await ask('PUT', `/definitions/${id}`, definition('new name'))).body).toMatchObject({
      name: 'new name',
      version: 2,
    });
    await ask('POST', '/tests', definition('new name', { parallelism: 2 }));
    expect((await ask('GET', `/definitions/${id}`)).body).toMatchObject({ version: 3 });
  });
});

describe('removing a definition', () => {
  it('is undone by restoring it, versions and all', async () => {
    const id = await saved('coming back');
    await ask('PUT', `/definitions/${id}`, definition('coming back', { parallelism: 2 }));
    expect((await ask('DELETE', `/definitions/${id}`)).status).toBe(204);
    expect((await ask('GET', `/definitions/${id}`)).status).toBe(404);
    expect(await ask('POST', `/definitions/${id}/restore`)).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    const acts = (await actsOf(id)).map(({ action }) => action);
    expect(acts.slice(0, 2)).toEqual(['definition.restore', 'definition.remove']);
  });

  it('is not undone when its name has become another one’s', async () => {
    const id = await saved('contended');
    await ask('DELETE', `/definitions/${id}`);
    await saved('contended');
    expect((await ask('POST', `/definitions/${id}/restore`)).body).toMatchObject({ code: 'already-exists' });
  });
});

it('the list is searched by a part of the name, in any case of letters', async () => {
  await saved('Needle 100% sure');
  const names = async (search: string) =>
    (
      (await ask('GET', `/definitions?search=${encodeURIComponent(search)}`)).body.items as { name: string }[]
    ).map(({ name }) => name);
  expect(await names('needle')).toEqual(['Needle 100% sure']);
  expect(await names('0% s')).toEqual(['Needle 100% sure']);
  expect(await names('needle_')).toEqual([]);
});

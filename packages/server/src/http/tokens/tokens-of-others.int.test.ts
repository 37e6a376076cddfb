/** API tokens of other people, as those see and end them who look after the people; real database, whole server. */
import { Problem, TokenCreated, TokenList } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleStage, type PeopleStage, type TestPerson } from '../../testing/people-stage.ts';

let stage: PeopleStage;
let lead: TestPerson;
let dev: TestPerson;
let stranger: TestPerson;
/** One more of the developer. */
let made: { tokenId: string; token: string };
beforeAll(async () => {
  stage = await createPeopleStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ lead, dev, stranger } = await stage.newCast());
  const answer = await stage.call(dev, 'POST', '/tokens', { name: 'ci', scopes: ['read'] });
  made = TokenCreated.parse(await answer.json());
});

const list = (who: { token: string }, whom: string) => stage.call(who, 'GET', `/users/${whom}/tokens`);
const revoke = (who: { token: string }, id: string) => stage.call(who, 'DELETE', `/tokens/${id}`);
const without = async (answer: Response, word: string) => {
  const { instance: _, ...problem } = Problem.parse(await answer.json()) as Record<string, unknown>;
  return JSON.stringify({ ...problem, requestId: null }).replaceAll(word, 'X');
};

describe('the tokens of somebody', () => {
  it('are listed by their lead and by admins, by id and by name, without the tokens', async () => {
    for (const [who, whom] of [
      [lead, dev.userId],
      [lead, dev.username],
      [stage.admin, dev.username],
    ] as const) {
      const answer = await list(who, whom);
      const text = await answer.clone().text();
      const { items } = TokenList.parse(await answer.json());
      expect(items.map(({ name, scopes }) => [name, scopes])).toEqual([
        ['ci', ['read']],
        [dev.tokenName, ['read', 'submit', 'account']],
      ]);
      expect(stage.secretsIn(text)).toEqual([]);
    }
  });

  it('are not there for others, as little as somebody who is not there', async () => {
    expect((await list(dev, lead.userId)).status).toBe(403);
    const absent = stage.ids.next<string>();
    const [foreign, none] = [await list(stranger, dev.userId), await list(stranger, absent)];
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect(await without(foreign, dev.userId)).toBe(await without(none, absent));
  });
});

describe('a token', () => {
  it('is ended by the lead of its owner, at once, which the trail tells with the owner', async () => {
    expect(await stage.statusOf(made.token)).toBe(200);
    expect((await revoke(lead, made.tokenId)).status).toBe(204);
    expect([await stage.statusOf(made.token), await stage.statusOf(dev.token)]).toEqual([401, 200]);
    expect((await revoke(lead, made.tokenId)).status).toBe(404);
    const acts = (await stage.actsOf(lead)).filter(({ action }) => action === 'token.revoke');
    expect(acts).toMatchObject([
      {
        target: { kind: 'token', id: made.tokenId, name: 'ci' },
        by: { userId: lead.userId },
        detail: { userId: dev.userId, username: dev.username },
      },
    ]);
  });

  it('is ended by an admin of another team, and by its owner', async () => {
    expect((await revoke(stage.admin, made.tokenId)).status).toBe(204);
    const { tokenId } = TokenCreated.parse(
      await (await stage.call(dev, 'POST', '/tokens', { name: 'own', scopes: ['read'] })).json(),
    );
    expect((await revoke(dev, tokenId)).status).toBe(204);
    const acts = await stage.actsOf(dev);
    expect(acts.find(({ target }) => target.id === tokenId && target.kind === 'token')?.by.userId).toBe(
      dev.userId,
    );
  });

  it('of a colleague, or of another team, is no other than one that is not there, and goes on', async () => {
    const peer = await stage.newPerson('peer', dev, ['developer']);
    for (const who of [peer, stranger]) {
      const absent = stage.ids.next<string>();
      const [foreign, none] = [await revoke(who, made.tokenId), await revoke(who, absent)];
      expect([foreign.status, none.status]).toEqual([404, 404]);
      expect(await without(foreign, made.tokenId)).toBe(await without(none, absent));
    }
    expect(await stage.statusOf(made.token)).toBe(200);
  });

  it('of somebody who may do more is not for a lead to end', async () => {
    const boss = await stage.newPerson('boss', dev, ['admin']);
    const [token] = TokenList.parse(await (await list(lead, boss.userId)).json()).items;
    const refused = await revoke(lead, token?.tokenId ?? '');
    expect([refused.status, Problem.parse(await refused.json()).code]).toEqual([403, 'not-allowed']);
    expect(await stage.statusOf(boss.token)).toBe(200);
  });

  it('that may not look after people ends its owner’s own alone', async () => {
    const order = { name: 'weak', scopes: ['read', 'account'] };
    const weak = TokenCreated.parse(await (await stage.call(lead, 'POST', '/tokens', order)).json());
    expect((await revoke(weak, made.tokenId)).status).toBe(404);
    expect((await revoke(weak, weak.tokenId)).status).toBe(204);
  });

  it('is ended once, however many try at the same time', async () => {
    const answers = await Promise.all([lead, lead, dev, dev].map((who) => revoke(who, made.tokenId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404]);
  });
});

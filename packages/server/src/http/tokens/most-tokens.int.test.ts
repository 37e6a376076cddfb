/** How many tokens one person may have, by whichever way they are made; real database, whole server. */
import { MOST_TOKENS, Problem, type TokenId, TokenList } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPeopleStage, type PeopleStage, type TestPerson } from '../../testing/people-stage.ts';

let stage: PeopleStage;
let lead: TestPerson;
let dev: TestPerson;
beforeAll(async () => {
  stage = await createPeopleStage();
  ({ lead, dev } = await stage.newCast());
});
afterAll(() => stage.close());

const make = (who: TestPerson) => stage.call(who, 'POST', '/tokens', { name: 'one more', scopes: ['read'] });
const tokensOf = async (who: TestPerson) =>
  TokenList.parse(await (await stage.call(who, 'GET', '/tokens')).json()).items;

async function deviceToken(who: TestPerson): Promise<Response> {
  const begun = await stage.call(who, 'POST', '/auth/device', { clientName: 'laptop', scopes: ['read'] });
  const { deviceCode, userCode } = (await begun.json()) as { deviceCode: string; userCode: string };
  expect((await stage.call(who, 'POST', '/auth/device/approve', { userCode })).status).toBe(204);
  return stage.call(who, 'POST', '/auth/device/token', { deviceCode });
}

it('are at most so many, of many asked for at once too, and a colleague has their own', async () => {
  const had = (await tokensOf(dev)).length;
  const answers = await Promise.all(Array.from({ length: MOST_TOKENS + 5 }, () => make(dev)));
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(MOST_TOKENS - had);
  expect(await tokensOf(dev)).toHaveLength(MOST_TOKENS);
  for (const refused of answers.filter(({ status }) => status !== 201))
    expect(Problem.parse(await refused.json())).toMatchObject({
      status: 403,
      code: 'not-allowed',
      detail: 'One person has at most 100 tokens. Revoke one that is not used any more.',
    });
  expect((await make(lead)).status).toBe(201);
});

it('get none by the sign-in of a device beyond that', async () => {
  const refused = await deviceToken(dev);
  expect(Problem.parse(await refused.json())).toMatchObject({ code: 'not-allowed' });
  expect(await tokensOf(dev)).toHaveLength(MOST_TOKENS);
  expect((await deviceToken(lead)).status).toBe(200);
});

it('are counted while they are good: neither those revoked nor those expired', async () => {
  const spare = (await tokensOf(dev)).filter(({ name }) => name === 'one more');
  const [first, second] = spare.map(({ tokenId }) => tokenId as TokenId);
  if (!first || !second) throw new Error('There is no token to spare');
  expect((await stage.call(dev, 'DELETE', `/tokens/${first}`)).status).toBe(204);
  expect((await make(dev)).status).toBe(201);
  expect((await make(dev)).status).toBe(403);
  await stage.database
    .updateTable('api_tokens')
    .set({ expires_at: stage.clock.now() })
    .where('token_id', '=', second)
    .execute();
  expect((await make(dev)).status).toBe(201);
  expect((await make(dev)).status).toBe(403);
});

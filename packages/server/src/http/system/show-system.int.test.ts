/** What the installation says of itself, over a real database. */
import { SystemView } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFINITION } from '../../testing/execution-stage.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

async function look(): Promise<SystemView> {
  const headers = { authorization: `Bearer ${stage.token}` };
  const answer = await fetch(`${stage.address}/api/v1/system`, { headers });
  return SystemView.parse(await answer.json());
}

it('tells what waits, and what the database is', async () => {
  const before = await look();
  await fetch(`${stage.address}/api/v1/tests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(DEFINITION),
  });
  const after = await look();
  expect([before.queue.waiting, after.queue.waiting]).toEqual([0, 1]);
  expect(after.executions).toMatchObject({ queued: 1 });
  expect(after.database.schema).toMatch(/^\d{4}_\w+\.sql$/);
  expect(after.database.sizeBytes).toBeGreaterThan(1_000_000);
});

it('a node that is not heard of any more is shown as silent, and one of long ago not at all', async () => {
  const node = { host: 'here', cpu_millis: 4000, memory_bytes: 8_000_000_000 };
  const seen = (name: string, secondsAgo: number) =>
    stage.database
      .insertInto('server_nodes')
      .values({ ...node, node_name: name, last_seen_at: new Date(Date.now() - secondsAgo * 1000) })
      .execute();
  await seen('a-live', 1);
  await seen('b-silent', 3600);
  await seen('c-gone', 30 * 86_400);
  const names = new Map((await look()).nodes.map(({ name, state }) => [name, state]));
  expect([names.get('a-live'), names.get('b-silent'), names.get('c-gone')]).toEqual([
    'heard',
    'silent',
    undefined,
  ]);
});

/** Real runs for the screens to show: suites that pass, fail, are flaky and wait. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import { runCli } from '../testing/cli.ts';
import { commandSuite, nodeSuite } from '../testing/definitions.ts';
import type { Server } from '../testing/server.ts';
import type { World } from '../testing/world.ts';
import type { Ids } from './screens.ts';

const PRICES = `
import assert from 'node:assert';
import { describe, it } from 'node:test';
describe('prices', () => {
  it('rounds to cents', () => assert.equal(Math.round(1.005 * 100) / 100, 1));
  it('gives the discount of a regular customer', () =>
    assert.deepEqual({ total: 1200, currency: 'EUR' }, { total: 1199, currency: 'EUR' }));
  it.skip('knows other currencies', () => {});
});
`;
const ORDERS = `
import assert from 'node:assert';
import { it } from 'node:test';
it('takes an order', () => assert.ok(true));
it('refuses an empty basket', () => { throw new Error('basket was taken: \\u001b[31mexpected\\u001b[39m a refusal'); });
`;

export async function playScene(world: World, server: Server): Promise<Ids> {
  const sample = join(await world.makeFolder('projects'), 'sample');
  await cp(join(ROOT, 'examples', 'sample'), sample, { recursive: true });
  const shop = nodeSuite(
    { 'prices.test.js': PRICES, 'orders.test.js': ORDERS },
    { name: 'shop with failures', tags: { branch: 'feature/basket' } },
  );
  await server.api.run(shop);
  const failed = await server.api.run(shop);
  await server.api.run(commandSuite({ lint: 'true', types: 'true' }, { name: 'checks' }));
  const { stdout } = await runCli(world, [
    'run',
    sample,
    '--json',
    '--parallel',
    '2',
    '--data-dir',
    server.dataFolder,
  ]);
  const { executionId } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { executionId: string };
  await server.api.archived(executionId);
  return { passed: executionId, failed: failed.executionId };
}

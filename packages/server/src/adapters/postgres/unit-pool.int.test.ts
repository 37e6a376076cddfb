import type { ExecutionId, GroupId, UnitId } from '@gauntlet/contract';
import { limitClaim, type TimedUnit, takeClaim } from '@gauntlet/core/executions';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type StoredTeam,
  storeDefinition,
  storeExecution,
  storeGroup,
  storeTeam,
} from '../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase, createInTransaction } from './database.ts';
import { createPostgresUnitPool } from './unit-pool.ts';

let test: TestDatabase;
let team: StoredTeam;
beforeAll(async () => {
  test = await createTestDatabase();
  team = await storeTeam(test.pool, 'team');
});
afterAll(() => test.drop());

const pool = createPostgresUnitPool();
const estimates = fc.array(fc.oneof(fc.nat(1000), fc.constant(0)), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

/** A group claims until nothing is left, by the limits of its claims. */
async function claimAll(
  executionId: ExecutionId,
  groupId: GroupId,
  parallelism: number,
): Promise<string[][]> {
  const inTransaction = createInTransaction(createDatabase(test.pool));
  const claims: string[][] = [];
  for (let claimNumber = 1; ; claimNumber += 1) {
    const claimed = await inTransaction(async (tx) => {
      const limits = limitClaim(await pool.pending(tx, executionId, 0), parallelism);
      return pool.claim(tx, { executionId, attempt: 0, groupId, claimNumber, ...limits });
    });
    if (claimed.length === 0) return claims;
    claims.push(claimed.map(({ key }) => key));
  }
}

/** The same without a database, as the simulator does it. */
function claimAllHere(units: readonly TimedUnit[], parallelism: number): string[][] {
  // The stored pool breaks ties by the order of the list, and sorting keeps it.
  let left = units.toSorted((a, b) => (b.estimatedMs ?? 0) - (a.estimatedMs ?? 0));
  const claims: string[][] = [];
  while (left.length > 0) {
    const estimatedMs = left.reduce((sum, unit) => sum + (unit.estimatedMs ?? 0), 0);
    const count = takeClaim(left, limitClaim({ units: left.length, estimatedMs }, parallelism));
    claims.push(left.slice(0, count).map(({ key }) => key));
    left = left.slice(count);
  }
  return claims;
}

it("claims in SQL are core's claims", async () => {
  const definitionId = await storeDefinition(test.pool, team, 'suite');
  const inTransaction = createInTransaction(createDatabase(test.pool));
  await fc.assert(
    fc.asyncProperty(estimates, fc.integer({ min: 1, max: 4 }), async (times, parallelism) => {
      const executionId = await storeExecution(test.pool, team, { definitionId });
      const groupId = await storeGroup(test.pool, executionId);
      const units = times.map((estimatedMs, index) => ({
        ...{ key: `u${index}`, title: `u${index}`, estimatedMs },
        unitId: crypto.randomUUID() as UnitId,
      }));
      await inTransaction((tx) => pool.insert(tx, { executionId, attempt: 0, units }));
      expect(await claimAll(executionId, groupId, parallelism)).toEqual(claimAllHere(units, parallelism));
    }),
    { numRuns: 25 },
  );
});

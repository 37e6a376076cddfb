/** The order of the test files: minutes of one file at the very end would be minutes of an idle core. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The slowest first. What is not named comes after them, as vitest orders it. */
const SLOW = [
  'packages/server/src/http/every-route.int.test.ts',
  'e2e/third-party.int.test.ts',
  'e2e/fuzz/api.int.test.ts',
  'e2e/dashboard/dashboard.int.test.ts',
  'e2e/resilience.int.test.ts',
  'e2e/fifty-groups.int.test.ts',
  'packages/cli/src/cli.int.test.ts',
  'e2e/rerun-failed.int.test.ts',
  'packages/server/src/adapters/postgres/embedded.int.test.ts',
  'e2e/bad-output.int.test.ts',
];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = SLOW.findIndex((slow) => moduleId.endsWith(`/${slow}`));
      return rank === -1 ? SLOW.length : rank;
    };
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

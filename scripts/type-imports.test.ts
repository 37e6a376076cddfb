import { expect, test } from 'vitest';
import { takesMoreThanTypesAndConstants } from './type-imports.ts';

const takesMore = (source: string) => takesMoreThanTypesAndConstants(source, '@gauntlet/contract');

test.each([
  "import type { ExecutionId } from '@gauntlet/contract';",
  "import { type ExecutionId, type Counts } from '@gauntlet/contract';",
  "import { EXECUTION_STATUSES, type Verdict } from '@gauntlet/contract';",
  "export type { Verdict } from '@gauntlet/contract';",
  "export { ARTIFACT_TYPES } from '@gauntlet/contract';",
  "import { parse } from '@gauntlet/contractor';",
  "import { nextState } from '@gauntlet/core/kernel';",
])('allowed: %s', (source) => {
  expect(takesMore(source)).toBe(false);
});

test.each([
  "import { TestDefinition } from '@gauntlet/contract';",
  "import { TestDefinition as UPPER } from '@gauntlet/contract';",
  "import * as contract from '@gauntlet/contract';",
  "import contract from '@gauntlet/contract';",
  "import '@gauntlet/contract';",
  "export * from '@gauntlet/contract';",
  "export { TestDefinition } from '@gauntlet/contract';",
  "import { TestDefinition } from '@gauntlet/contract/definition';",
])('refused: %s', (source) => {
  expect(takesMore(source)).toBe(true);
});

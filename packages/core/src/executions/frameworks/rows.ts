/** The frameworks that are shipped. Their order decides between signs that are equally certain. */
import type { Framework } from '@gauntlet/contract';
import { COMMAND } from './command.ts';
import { JEST } from './jest.ts';
import { MOCHA } from './mocha.ts';
import { NODE_TEST } from './node-test.ts';
import { PLAYWRIGHT } from './playwright.ts';
import { PYTEST } from './pytest.ts';
import { VITEST } from './vitest.ts';

export const SHIPPED_FRAMEWORKS: readonly Framework[] = [
  VITEST,
  JEST,
  NODE_TEST,
  MOCHA,
  PLAYWRIGHT,
  PYTEST,
  COMMAND,
];

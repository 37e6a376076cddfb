/** The source where a test failed, with each framework itself: from the project to the API, the report and the terminal. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CodeFrame } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../scripts/setup.mjs';
import { runCli } from './testing/cli.ts';
import { type Server, startServer } from './testing/server.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let server: Server;
beforeAll(async () => {
  world = await createWorld();
  server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
});
afterAll(() => world.end());

const missing = process.env.GAUNTLET_MISSING?.split(',') ?? [];

type Project = {
  framework: string;
  needs?: string;
  files: Record<string, string>;
  /** Where the only test fails. */
  at: { file: string; text: string };
};

const manifest = (script: string, rest: object = {}) =>
  JSON.stringify({ name: 'sample', private: true, scripts: { test: script }, ...rest });

const THROWS = "if (!Array.isArray(prices)) throw new TypeError('no prices');";
const MODULE = `export function total(prices) {\n  ${THROWS}\n  return prices.length;\n}\n`;
const COMMON = `module.exports = function total(prices) {\n  ${THROWS}\n  return prices.length;\n};\n`;

const PROJECTS: readonly Project[] = [
  {
    framework: 'vitest',
    files: {
      'package.json': manifest('vitest run', { devDependencies: { vitest: '*' } }),
      'src/cart.ts': MODULE.replace('(prices)', '(prices: unknown[] | null)'),
      'src/cart.test.ts':
        "import { test } from 'vitest';\nimport { total } from './cart.ts';\ntest('fails', () => void total(null));\n",
    },
    at: { file: 'src/cart.ts', text: THROWS },
  },
  {
    framework: 'node:test',
    files: {
      'package.json': manifest('node --test "tests/**/*.test.mjs"'),
      'src/cart.mjs': MODULE,
      'tests/cart.test.mjs':
        "import { test } from 'node:test';\nimport { total } from '../src/cart.mjs';\ntest('fails', () => total(null));\n",
    },
    at: { file: 'src/cart.mjs', text: THROWS },
  },
  {
    framework: 'jest',
    files: {
      'package.json': manifest('jest', { devDependencies: { jest: '*' } }),
      'src/cart.js': COMMON,
      'tests/cart.test.js': "const total = require('../src/cart');\n\ntest('fails', () => total(null));\n",
    },
    at: { file: 'src/cart.js', text: THROWS },
  },
  {
    framework: 'mocha',
    files: {
      'package.json': manifest('mocha "tests/*.test.js"', { devDependencies: { mocha: '*' } }),
      'src/cart.js': COMMON,
      'tests/cart.test.js': "const total = require('../src/cart');\n\nit('fails', () => total(null));\n",
    },
    at: { file: 'src/cart.js', text: THROWS },
  },
  {
    framework: 'playwright',
    files: {
      'package.json': manifest('playwright test', { devDependencies: { '@playwright/test': '*' } }),
      'playwright.config.js': "module.exports = { testDir: 'tests' };\n",
      'src/cart.js': COMMON,
      'tests/cart.spec.js':
        "const { test } = require('@playwright/test');\nconst total = require('../src/cart');\ntest('fails', () => total(null));\n",
    },
    at: { file: 'src/cart.js', text: THROWS },
  },
  {
    framework: 'pytest',
    needs: 'pytest',
    files: {
      'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
      'tests/cart.py': 'def total(prices):\n    # The cart is empty.\n    return sum(prices)\n',
      'tests/test_cart.py': 'from cart import total\n\n\ndef test_fails():\n    assert total(None) == 0\n',
    },
    at: { file: 'tests/cart.py', text: 'return sum(prices)' },
  },
];

const gauntlet = (args: readonly string[], cwd: string) =>
  runCli(world, [...args, '--data-dir', server.dataFolder], { cwd });

const failingLine = ({ line, firstLine, lines }: CodeFrame) => lines[line - firstLine]?.trim();

describe.each(PROJECTS.filter(({ needs }) => needs === undefined || !missing.includes(needs)))(
  'what failed in $framework',
  ({ framework, files, at }) => {
    test('is shown with the source where it failed', async () => {
      const folder = await world.makeProject(framework.replace(':', '-'), files);
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      const run = await gauntlet(['run', '.', '--json'], folder);
      const { executionId } = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '{}');
      const [summary] = await server.api.results(executionId);
      expect(summary).toMatchObject({ name: expect.stringContaining('fails'), status: 'failed' });
      expect(summary).not.toHaveProperty('codeFrame');
      const { codeFrame } = await server.api.result(executionId, summary?.resultId ?? '');
      expect(codeFrame?.file).toBe(at.file);
      expect(codeFrame && failingLine(codeFrame)).toBe(at.text);
      const report = (await server.api.artifact(executionId, 'html-report')).text;
      expect(report).toContain('class="source"');
      const shown = await gauntlet(['results', executionId, summary?.resultId ?? ''], folder);
      const line = stripVTControlCharacters(shown.stdout)
        .split('\n')
        .find((text) => text.includes(at.text));
      expect(line).toMatch(new RegExp(`^ *> ${codeFrame?.line} \\| `));
    });
  },
);

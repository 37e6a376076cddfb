/** `gauntlet rerun --failed` with each framework itself: what failed runs again, and nothing else. */
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  /** Two of them with tests: `steady` passes; of `shaky` one passes, and one fails until it was mended. */
  files: Record<string, string>;
};

const manifest = (script: string, rest: object = {}) =>
  JSON.stringify({ name: 'sample', private: true, scripts: { test: script }, ...rest });

const NOTE = (name: string) =>
  `appendFileSync(process.env.STATE + '/ran-' + process.env.PROJECT, '${name}\\n');`;
const MENDED = `existsSync(process.env.STATE + '/mended-' + process.env.PROJECT)`;

/** The same two files in the words of each runner of JavaScript. */
const inJavaScript = (head: string, ending: string): Record<string, string> => ({
  [`tests/steady.${ending}`]: `${head}\ntest('holds', () => { ${NOTE('steady')} });\n`,
  [`tests/shaky.${ending}`]: `${head}
test('holds too', () => { ${NOTE('shaky')} });
test('is mended', () => { if (!${MENDED}) throw new Error('not mended yet'); });
`,
});

const IMPORT_FS = "import { appendFileSync, existsSync } from 'node:fs';";
const REQUIRE_FS = "const { appendFileSync, existsSync } = require('node:fs');";

const PROJECTS: readonly Project[] = [
  {
    framework: 'node:test',
    files: {
      'package.json': manifest('node --test "tests/**/*.test.mjs"'),
      ...inJavaScript(`${IMPORT_FS}\nimport { test } from 'node:test';`, 'test.mjs'),
    },
  },
  {
    framework: 'vitest',
    files: {
      'package.json': manifest('vitest run', { devDependencies: { vitest: '*' } }),
      ...inJavaScript(`${IMPORT_FS}\nimport { test } from 'vitest';`, 'test.mjs'),
    },
  },
  {
    framework: 'jest',
    files: {
      'package.json': manifest('jest', { devDependencies: { jest: '*' } }),
      ...inJavaScript(REQUIRE_FS, 'test.js'),
    },
  },
  {
    framework: 'mocha',
    files: {
      'package.json': manifest('mocha "tests/*.test.js"', { devDependencies: { mocha: '*' } }),
      ...inJavaScript(`${REQUIRE_FS}\nconst test = it;`, 'test.js'),
    },
  },
  {
    framework: 'playwright',
    files: {
      'package.json': manifest('playwright test', { devDependencies: { '@playwright/test': '*' } }),
      'playwright.config.js': "module.exports = { testDir: 'tests' };\n",
      ...inJavaScript(`${REQUIRE_FS}\nconst { test } = require('@playwright/test');`, 'spec.js'),
    },
  },
  {
    framework: 'pytest',
    needs: 'pytest',
    files: {
      'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
      'tests/note.py': `import os
def note(name):
    with open(os.environ["STATE"] + "/ran-" + os.environ["PROJECT"], "a") as file:
        file.write(name + "\\n")
def mended():
    return os.path.exists(os.environ["STATE"] + "/mended-" + os.environ["PROJECT"])
`,
      'tests/test_steady.py': 'from note import note\ndef test_holds():\n    note("steady")\n',
      'tests/test_shaky.py':
        'from note import mended, note\ndef test_holds_too():\n    note("shaky")\ndef test_is_mended():\n    assert mended()\n',
    },
  },
];

const gauntlet = async (args: readonly string[], cwd: string) => {
  const run = await runCli(world, [...args, '--json', '--data-dir', server.dataFolder], { cwd });
  return { code: run.code, last: JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '{}') };
};

describe.each(PROJECTS.filter(({ needs }) => needs === undefined || !missing.includes(needs)))(
  'of $framework',
  ({ framework, files }) => {
    test('the file of the failure runs again, and the others do not', async () => {
      const name = framework.replace(':', '-');
      const folder = await world.makeProject(name, files);
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      const first = await gauntlet(['run', '.', '--env', `PROJECT=${name}`], folder);
      expect(first.last).toMatchObject({
        verdict: 'failed',
        counts: { total: 3, passed: 2, failed: 1, skipped: 0 },
      });
      const execution = await server.api.execution(first.last.executionId);
      expect(execution).toMatchObject({ framework, units: { total: 2, reported: 2 } });
      await writeFile(join(world.state, `mended-${name}`), '');
      const again = await gauntlet(['rerun', '--failed', first.last.executionId], folder);
      expect(again.last).toMatchObject({ verdict: 'passed', counts: { failed: 0 } });
      expect(again.code).toBe(0);
      const results = await server.api.results(again.last.executionId);
      expect(results.map(({ file }) => file).every((file) => /shaky/.test(file ?? ''))).toBe(true);
      expect(results.map((each) => each.name).join()).toMatch(/is.mended/);
      const ran = (await readFile(join(world.state, `ran-${name}`), 'utf8')).trim().split('\n');
      expect(ran.filter((each) => each === 'steady')).toHaveLength(1);
    });
  },
);

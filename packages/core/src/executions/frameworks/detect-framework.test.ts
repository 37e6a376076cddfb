import { Framework } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import {
  detectFramework,
  type FrameworkFacts,
  findFramework,
  type PackageFacts,
} from './detect-framework.ts';
import { SHIPPED_FRAMEWORKS } from './rows.ts';

const packageOf = (test: string | undefined, ...dependencies: string[]): PackageFacts => ({
  scripts: test === undefined ? {} : { test },
  dependencies,
});

function detect(facts: Partial<FrameworkFacts>) {
  const result = detectFramework(SHIPPED_FRAMEWORKS, { files: [], ...facts });
  return result.ok
    ? [result.value.framework.name, result.value.why]
    : [result.error.code, result.error.message];
}
const nameOf = (facts: Partial<FrameworkFacts>) => detect(facts)[0];

describe('the shipped rows', () => {
  it.each(SHIPPED_FRAMEWORKS.map((row) => [row.name, row] as const))('%s is a valid row', (_, row) => {
    expect(Framework.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  });
});

describe('the framework of a project', () => {
  it.each([
    ['vitest', packageOf('vitest run', 'vitest')],
    ['vitest', packageOf(undefined, 'vitest')],
    ['vitest', packageOf(undefined, 'vitest', 'jest')],
    ['jest', packageOf('jest', 'jest', 'vitest')],
    ['jest', packageOf('cross-env CI=1 jest --coverage', 'jest')],
    ['node:test', packageOf('npm run lint && node --test test/*.test.js')],
    ['node:test', packageOf('c8 node --import tsx --test')],
    ['playwright', packageOf('playwright test', '@playwright/test', 'vitest')],
    ['vitest', packageOf(undefined, '@playwright/test', 'vitest')],
    ['playwright', packageOf(undefined, '@playwright/test')],
    ['framework-not-found', packageOf('node --test-only-not.js')],
    ['framework-not-found', packageOf('echo "Error: no test specified" && exit 1')],
  ])('is %s by package.json', (name, packageJson) => {
    expect(nameOf({ packageJson })).toBe(name);
  });

  it('is what the test script runs first, also through other scripts', () => {
    const scripts = {
      test: 'npm run lint && npm run unit && jest test/jest',
      unit: 'borp --timeout 60000',
      lint: 'eslint',
    };
    expect(detect({ packageJson: { scripts, dependencies: ['jest'] } })).toEqual([
      'node:test',
      'the test script runs `borp`',
    ]);
  });

  it.each([
    ['vitest', ['vitest.config.ts', 'playwright.config.ts']],
    ['playwright', ['playwright.config.ts', 'src/index.ts']],
    ['jest', ['jest.config.js']],
    ['pytest', ['pytest.ini']],
    ['pytest', ['src/app.py', 'tests/conftest.py']],
    ['pytest', ['src/app.py', 'tests/test_app.py']],
    ['framework-not-found', ['README.md']],
  ])('is %s by its files', (name, files) => {
    expect(nameOf({ files })).toBe(name);
  });

  it.each([
    ['pytest', 'pyproject.toml', '[tool.pytest.ini_options]\n'],
    ['pytest', 'setup.cfg', '[tool:pytest]\n'],
    ['framework-not-found', 'pyproject.toml', '[project]\n'],
    ['node:test', 'lib/a.test.mjs', "import { test } from 'node:test';"],
    ['framework-not-found', 'lib/a.test.mjs', "import { test } from 'tape';"],
    ['jest', 'package.json', '{"jest": {"preset": "ts-jest"}}'],
  ])('is %s by what stands in %s', (name, file, text) => {
    expect(nameOf({ files: [file], textOf: () => text })).toBe(name);
  });

  it('says why', () => {
    expect(detect({ files: ['pytest.ini'] })[1]).toBe('there is pytest.ini');
  });

  it('that is not found is refused with what was looked at and what is known', () => {
    const [, message] = detect({ files: ['a.c'], packageJson: packageOf('make check') });
    expect(message).toContain('its test script: make check');
    expect(message).toContain('Known are: vitest, jest, node:test, mocha, playwright, pytest, command');
  });
});

describe('a framework by name', () => {
  it('is found', () => {
    expect(findFramework(SHIPPED_FRAMEWORKS, 'node:test')).toMatchObject({ ok: true });
  });

  it('that is unknown is refused with those that are', () => {
    expect(findFramework(SHIPPED_FRAMEWORKS, 'jset')).toMatchObject({
      ok: false,
      error: {
        code: 'framework-unknown',
        message: expect.stringContaining('"jset" is not known. Known are: vitest'),
      },
    });
  });
});

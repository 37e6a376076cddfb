import { describe, expect, it } from 'vitest';
import { LISTING_PARSERS } from './parse-listing.ts';

const parse = (name: keyof typeof LISTING_PARSERS, stdout: string, report = '') =>
  LISTING_PARSERS[name]({ stdout, report });

describe('a listing', () => {
  it.each([
    ['alone', '["/p/a.js","/p/b.js"]\n'],
    ['after other lines', 'loading [config]\n[dotenv] 3 values\n["/p/a.js","/p/b.js"]\n'],
    ['before other lines', '["/p/a.js","/p/b.js"]\ndone in 3 s [ok]\n'],
    ['over several lines', 'hello\n[\n  "/p/a.js",\n  "/p/b.js"\n]\n'],
  ])('is found %s', (_, stdout) => {
    expect(parse('jest-paths-json', stdout)?.files).toEqual([{ path: '/p/a.js' }, { path: '/p/b.js' }]);
  });

  it.each([
    ['jest-paths-json', 'no JSON'],
    ['jest-paths-json', '{"a":1}'],
    ['vitest-files-json', '[{"name":"x"}]'],
    ['playwright-json', '{"suites":[]}'],
  ] as const)('of %s that is something else is none', (name, stdout) => {
    expect(parse(name, stdout)).toBeUndefined();
  });

  it('of pytest comes by the report file, files without tests being broken', () => {
    const report = '{"file":"/p/test_a.py","tests":3}\n{"file":"/p/test_b.py"}\n';
    expect(parse('pytest-collect', 'ignored', report)).toMatchObject({
      files: [{ path: '/p/test_a.py', tests: 3 }, { path: '/p/test_b.py' }],
      broken: ['/p/test_b.py'],
    });
  });

  it('of playwright counts a test once for each project, in nested suites too', () => {
    const spec = (projects: number) => ({ tests: Array.from({ length: projects }, () => ({})) });
    const suite = {
      file: 'a.spec.ts',
      specs: [spec(2)],
      suites: [{ specs: [spec(2), spec(1)], suites: [] }],
    };
    const stdout = JSON.stringify({ config: { rootDir: '/p/tests' }, suites: [suite], errors: [] });
    expect(parse('playwright-json', stdout)?.files).toEqual([{ path: '/p/tests/a.spec.ts', tests: 5 }]);
  });

  it('of playwright without any test is nothing to run, not a failure', () => {
    const stdout = JSON.stringify({
      config: { rootDir: '/p' },
      suites: [],
      errors: [{ message: 'Error: No tests found' }],
    });
    expect(parse('playwright-json', stdout)).toMatchObject({ files: [], nothing: true });
  });
});

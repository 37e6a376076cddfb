import { expect, it } from 'vitest';
import { readText, withValue, writeYaml } from './document.ts';

const TEXT = `# nightly
name: shop # the whole of it
parallelism: 4
environment:
  # of the stage
  BASE_URL: http://shop
`;

it('a change leaves comments, order and everything else as it was', () => {
  expect(withValue(TEXT, ['parallelism'], 8)).toBe(TEXT.replace('parallelism: 4', 'parallelism: 8'));
  expect(withValue(TEXT, ['name'], 'other')).toBe(TEXT.replace('name: shop', 'name: other'));
});

it('what is new comes last, with all that is around it', () => {
  expect(withValue(TEXT, ['timeouts', 'runSeconds'], 60)).toBe(`${TEXT}timeouts:\n  runSeconds: 60\n`);
});

it('a word where a map has to stand makes way for it', () => {
  expect(withValue('retries: many\n', ['retries', 'attempts'], 2)).toBe('retries:\n  attempts: 2\n');
});

it('what is taken away takes with it what is then empty', () => {
  const text = withValue(TEXT, ['environment', 'BASE_URL'], undefined);
  expect(text).toBe('# nightly\nname: shop # the whole of it\nparallelism: 4\n');
  expect(withValue(TEXT, ['retries', 'attempts'], undefined)).toBe(TEXT);
});

it('nothing at all becomes a definition as well', () => {
  expect(withValue('', ['name'], 'shop')).toBe('name: shop\n');
});

it('says where each part stands, and of what is not there what is around it', () => {
  const { placeOf, value } = readText(TEXT);
  expect(value).toMatchObject({ name: 'shop', environment: { BASE_URL: 'http://shop' } });
  expect(placeOf(['parallelism'])).toEqual({ line: 3, column: 14 });
  expect(placeOf(['environment', 'BASE_URL'], 'key')).toEqual({ line: 6, column: 3 });
  expect(placeOf(['environment', 'NONE', 'deeper'])).toEqual({ line: 4, column: 1 });
});

it('text that is no YAML has no value, and says where it breaks', () => {
  const { value, faults } = readText('name: shop\nparallelism: [1, 2\n');
  expect(value).toBeUndefined();
  expect(faults[0]?.line).toBeGreaterThan(1);
});

it('a nest of aliases made to explode is a fault, not a hung page', () => {
  const bomb = ['a: &a [1,1,1,1,1,1,1,1,1,1]'];
  for (const [name, before] of ['ba', 'cb', 'dc', 'ed'])
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`);
  expect(readText(bomb.join('\n')).value).toBeUndefined();
});

it('the lines of a file are written as they are, however long', () => {
  const long = `it('is long', () => assert.equal(${'1 + '.repeat(60)}1, 61));`;
  const text = writeYaml({ files: { 'a.test.js': `import assert from 'node:assert';\n${long}\n` } });
  expect(text).toBe(`files:\n  a.test.js: |\n    import assert from 'node:assert';\n    ${long}\n`);
});

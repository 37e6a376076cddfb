import { describe, expect, it } from 'vitest';
import { Refused } from '../refused.ts';
import { parseYaml } from './parse-yaml.ts';

const refusal = (text: string) => {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('it was read');
};

describe('definitions in YAML', () => {
  it('are read as the plain values of YAML 1.2', () => {
    const text = 'name: on\nanswer: no\nwhen: 2026-01-01\nnumber: 0o17\nbase: &base {cpu: 1}\nagain: *base\n';
    expect(parseYaml(text)).toEqual({
      name: 'on',
      answer: 'no',
      when: '2026-01-01',
      number: 15,
      base: { cpu: 1 },
      again: { cpu: 1 },
    });
    expect(parseYaml('# nothing\n')).toBeUndefined();
  });

  it.each([
    ['name: x\n  bad: y\n', 'line 1, column 7'],
    ['name: [1, 2\n', 'line 2, column 1'],
    ['name: "x\n', 'line'],
    ['a: 1\nb: 2\na: 3\n', 'line 3, column 1'],
    ['a: 1\n---\nb: 2\n', 'line 2'],
    ['a: !!js/function "x"\n', 'line 1, column 4'],
    ['a: *gone\n', 'line 1, column 4'],
    ['\tname: x\n', 'line 1'],
    ['? [a]\n: 1\n', 'line 1'],
  ])('a broken text says where: %j', (text, place) => {
    const { code, message, faults } = refusal(text);
    expect(code).toBe('malformed-body');
    expect(message).toContain(place);
    expect(faults?.[0]?.path).toContain('line');
  });

  it('a document of aliases of aliases is refused before it unfolds', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? '"lol"' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    expect(refusal(levels.join('\n'))).toMatchObject({
      code: 'malformed-body',
      message: expect.stringContaining('alias'),
    });
  });

  it.each([
    ['brackets', '['.repeat(1_000_000)],
    ['dashes', `${'- '.repeat(500_000)}x`],
    ['colons', 'a: '.repeat(300_000)],
    ['question marks', '? '.repeat(500_000)],
    ['keys', Array.from({ length: 300_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['comments', '# x\n'.repeat(1_000_000)],
    ['faults', 'a: }\n'.repeat(500_000)],
    ['aliases', `a: &a 1\n${'- *a\n'.repeat(100_000)}`],
  ])('a text of endless %s is refused in no time', (_what, text) => {
    const began = performance.now();
    expect(refusal(text).code).toBe('malformed-body');
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('more text than a definition has is refused by its length', () => {
    expect(refusal(`a: ${'x'.repeat(5_000_000)}`).code).toBe('too-large');
  });

  it('scripts in block scalars count as one part, whatever brackets are in them', () => {
    const script = '    if [ x ]; then { - a: [[[[ }\n'.repeat(20_000);
    expect(parseYaml(`files:\n  a.sh: |\n${script}`)).toMatchObject({
      files: { 'a.sh': expect.stringContaining('[[[[') },
    });
  });

  it('a key cannot reach the prototype of anything', () => {
    const value = parseYaml('__proto__: {polluted: yes}\n') as Record<string, unknown>;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

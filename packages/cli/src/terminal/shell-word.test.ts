import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test('a plain name stays as it is', () => {
  expect(shellWord('team-alerts')).toBe('team-alerts');
});

test.each(['our team', "ada's", '$HOME', '-x', '', 'a;b', '*', 'Über'])(
  '%s is one word to a shell, unchanged',
  (name) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(name)}`], { encoding: 'utf8' })).toBe(name);
  },
);

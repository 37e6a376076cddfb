import { expect, test } from 'vitest';
import { meetNeeds, type SystemNeed } from './system-packages.ts';

const need = (check: string[], installIn: 'ci' | 'anywhere' = 'anywhere'): SystemNeed => ({
  suite: 'x',
  usedFor: 'a test',
  check,
  apt: ['package-x'],
  installIn,
});
const PRESENT = [process.execPath, '--version'];
const ABSENT = ['no-such-program', '--version'];
const nothingToInstallWith = { PATH: '/nonexistent' };

test('a need whose check succeeds is present', () => {
  expect(meetNeeds([need(PRESENT)], process.env, 'ci')).toMatchObject([{ status: 'present' }]);
});

test('a need that cannot be met is missing, with the command that failed; the others are present', () => {
  expect(meetNeeds([need(ABSENT), need(PRESENT)], nothingToInstallWith, 'ci')).toMatchObject([
    {
      status: 'missing',
      why: expect.stringMatching(/^`no-such-program --version` fails; .*; install package-x$/),
    },
    { status: 'present' },
  ]);
});

test("what is for CI only is not put on a person's machine", () => {
  expect(meetNeeds([need(ABSENT, 'ci')], process.env, 'workplace')).toMatchObject([
    { status: 'missing', why: expect.stringContaining('it is not installed unasked') },
  ]);
});

test('what no package brings is missing with what helps instead', () => {
  const right = { ...need(ABSENT), apt: [], remedy: 'run as root' };
  expect(meetNeeds([right], nothingToInstallWith, 'ci')).toMatchObject([
    { status: 'missing', why: '`no-such-program --version` fails; run as root' },
  ]);
});

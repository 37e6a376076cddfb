import { expect, test } from 'vitest';
import { meetNeeds, type SystemNeed } from './system-packages.ts';

const need = (check: string[]): SystemNeed => ({ suite: 'x', usedFor: 'a test', check, apt: ['x'] });

test('a need whose check succeeds is present', () => {
  expect(meetNeeds([need([process.execPath, '--version'])], process.env)).toMatchObject([
    { status: 'present' },
  ]);
});

test('a need that cannot be met is missing, with the command that failed; the others are present', () => {
  const nothingToInstallWith = { PATH: '/nonexistent' };
  const needs = [need(['no-such-program', '--version']), need([process.execPath, '--version'])];
  expect(meetNeeds(needs, nothingToInstallWith)).toMatchObject([
    { status: 'missing', why: expect.stringContaining('`no-such-program --version` fails; ') },
    { status: 'present' },
  ]);
});

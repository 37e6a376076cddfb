import type { AuditEntry, UserId } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import type { CommandContext } from '../command-context.ts';
import { createActPrinter } from './audit-lines.ts';

const USE: AuditEntry = {
  ...{ id: '01900000-0000-7000-8000-000000000001', number: 7, at: '2026-01-02T03:04:05.000Z' },
  action: 'secret.use',
  target: { kind: 'execution', id: '01900000-0000-7000-8000-000000000002', name: 'suite' },
  detail: { names: ['deploy', 'npm'] },
  by: {
    ...{ userId: '01900000-0000-7000-8000-000000000003' as UserId, username: 'ada' },
    ...{ via: 'server', tokenId: null, tokenName: null, sessionId: null },
  },
  ...{ from: { address: null }, requestId: null },
};

/** What programs get to read. */
function printed(...acts: AuditEntry[]): string {
  const texts: string[] = [];
  const out = { isTerminal: false, paint: {}, raw: (text: string) => texts.push(text) };
  createActPrinter({ out, options: { utc: true } } as unknown as CommandContext)(acts);
  return texts.join('');
}

test('a use of secrets says on whose account, in what, and which secrets', () => {
  expect(printed(USE)).toBe(
    '2026-01-02T03:04:05.000Z\tada\tsecret.use\tdeploy, npm for execution suite\tserver\t\t7\n',
  );
  expect(printed({ ...USE, detail: { names: ['npm'] } })).toContain('\tnpm for execution suite\t');
});

test('other acts name their target alone', () => {
  const set = { ...USE, action: 'secret.set', target: { kind: 'secret', id: null, name: 'npm' } };
  expect(printed({ ...set, detail: { names: ['npm'] } })).toContain('\tsecret.set\tsecret npm\t');
});

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDefinition } from '@gauntlet/contract';
import { findFramework, SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LOCAL_HOST } from '../process/local-host.ts';
import { testPath } from '../testing/run-fixture.ts';
import type { BatchOrder } from './batch-order.ts';
import { KnownPlan } from './known-plan.ts';
import { runCommand } from './run-test-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-capture-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, capture: string) => {
  const found = findFramework(SHIPPED_FRAMEWORKS, 'command');
  if (!found.ok) throw new Error(found.error.message);
  const content = { type: 'inline' as const, files: { a: '' } };
  const nobody = () => undefined;
  const order: BatchOrder = {
    ...{ framework: found.value.framework, definition: TestDefinition.parse({ name: 'a', content }) },
    ...{ folder, environment: { PATH: testPath }, scratchFolder: folder, artifactsFolder: folder },
    ...{ ...LOCAL_HOST, graceSeconds: 1, signal: new AbortController().signal, units: [] },
    ...{ plan: new KnownPlan(folder, []), onUnitStarted: nobody, onUnitRestarted: nobody, onCase: nobody },
    ...{ onUnitFinished: nobody, onUnitReturned: nobody, onOutput: nobody },
  };
  return runCommand(order, { name: 'a', run: script }, capture);
};

it('what a command prints is captured whole', async () => {
  const { end, lost } = await run('seq 200000', join(folder, 'stdout'));
  expect([end.exitCode, lost]).toEqual([0, undefined]);
  expect(readFileSync(join(folder, 'stdout'), 'utf8')).toMatch(/^1\n2\n[\s\S]*\n200000\n$/);
});

it.runIf(existsSync('/dev/full'))('a full disk ends the command, and is the reason', async () => {
  const { lost } = await run('while :; do echo ok 1; done', '/dev/full');
  expect(lost).toMatchObject({ reason: 'disk-full', message: expect.stringContaining('is full') });
});

it('a place that cannot be written to ends the command, and is said', async () => {
  const { lost } = await run('sleep 60', join(folder, 'missing', 'stdout'));
  expect(lost).toMatchObject({ reason: 'internal-error', message: expect.stringContaining('ENOENT') });
});

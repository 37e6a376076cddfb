import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDefinition } from '@gauntlet/contract';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { afterAll, expect, it } from 'vitest';
import { LOCAL_HOST } from '../process/local-host.ts';
import { prepareLaunch } from './prepare-launch.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-globs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `node --test` is told to run, on a Node.js that gives this version. */
async function toldUnits(version: string): Promise<string[]> {
  const programs = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(programs, 'node'), `#!/bin/sh\n${version === '' ? 'exit 1' : `echo ${version}`}\n`);
  chmodSync(join(programs, 'node'), 0o755);
  const framework = SHIPPED_FRAMEWORKS.find(({ name }) => name === 'node:test');
  if (!framework) throw new Error('node:test is no row');
  const launch = await prepareLaunch({
    ...LOCAL_HOST,
    framework,
    definition: TestDefinition.parse({ name: 'x', content: { type: 'inline', files: { a: '' } } }),
    folder,
    environment: { PATH: programs },
    command: ['{node}', '--test', '{units}'],
    units: ['plain.test.js', '[id].test.js'],
    reportPath: join(folder, 'report'),
    artifactsFolder: folder,
  });
  if (!launch.ok) throw new Error(launch.error.message);
  return launch.value.command.slice(2);
}

it.each([
  ['20.20.2', '[id].test.js'],
  ['21.0.0', '[[]id].test.js'],
  ['24.21.0', '[[]id].test.js'],
  ['', '[[]id].test.js'],
])('a file whose name reads as a glob is told to Node.js %s as it reads names', async (version, told) => {
  expect(await toldUnits(version)).toEqual(['plain.test.js', told]);
});

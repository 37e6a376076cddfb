import { mkdir, mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { artifactStoreContract } from '../../testing/artifact-store.contract.ts';
import { createMeasuredArtifactStore } from '../zlib/measured-artifact-store.ts';
import { createFolderByteStore } from './folder-byte-store.ts';

const makeFolder = () => mkdtemp(join(tmpdir(), 'gauntlet-artifacts-'));

artifactStoreContract('a folder', async () =>
  createMeasuredArtifactStore(createFolderByteStore(await makeFolder())),
);

const YESTERDAY = new Date(Date.now() - 86_400_000);
const LONG_AGO = new Date(Date.now() - 2 * 86_400_000);

it('old pieces of broken writes and old empty folders go, young ones stay', async () => {
  const folder = await makeFolder();
  for (const path of ['partial', 'executions/old/deep', 'executions/young', 'executions/full'])
    await mkdir(join(folder, path), { recursive: true });
  for (const path of ['partial/old', 'partial/young', 'executions/full/a'])
    await writeFile(join(folder, path), 'x');
  for (const path of [
    'partial/old',
    'executions/full',
    'executions/old/deep',
    'executions/old',
    'executions',
  ])
    await utimes(join(folder, path), LONG_AGO, LONG_AGO);
  const store = createFolderByteStore(folder);
  await store.removeLeftovers(YESTERDAY);
  expect(await readdir(join(folder, 'partial'))).toEqual(['young']);
  expect(await readdir(join(folder, 'executions/full'))).toEqual(['a']);
  expect((await readdir(join(folder, 'executions'))).sort()).toEqual(['full', 'old', 'young']);
  // Emptied just now, it is young again: the next sweep's.
  expect(await readdir(join(folder, 'executions/old'))).toEqual([]);
});

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactStoreContract } from '../../testing/artifact-store.contract.ts';
import { createFolderArtifactStore } from './folder-artifact-store.ts';

artifactStoreContract('a folder', async () =>
  createFolderArtifactStore(await mkdtemp(join(tmpdir(), 'gauntlet-artifacts-'))),
);

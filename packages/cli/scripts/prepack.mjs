/** Run by `npm pack` and `npm publish`. */
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDashboard } from '../../../scripts/build-dashboard.mjs';
import { findNode } from '../../../scripts/setup.mjs';
import { bundle, checkInstalledVersions } from './bundle.mjs';
import { PLAN } from './bundle-plan.mjs';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(REPOSITORY, 'packages', 'cli');

checkInstalledVersions(REPOSITORY, PLAN.installed);
await buildDashboard(REPOSITORY, findNode(REPOSITORY));
await bundle(REPOSITORY, PLAN, join(CLI, 'dist'));
const examples = join(CLI, 'examples');
rmSync(examples, { recursive: true, force: true });
for (const sample of ['sample', 'sample-with-failure'])
  cpSync(join(REPOSITORY, 'examples', sample), join(examples, sample), { recursive: true });
copyFileSync(join(REPOSITORY, 'LICENSE'), join(CLI, 'LICENSE'));

/**
 * Builds the dashboard when its sources changed since the last build: Vite, some two seconds, and
 * compression of what it made. Owns packages/dashboard/dist. By hand: `node scripts/build-dashboard.mjs`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressFiles } from './compress-files.mjs';
import { withInstallLock } from './install-lock.mjs';
import { runChild } from './run-child.mjs';
import { ROOT, SetupFailed, setUp } from './setup.mjs';

/** All that Vite reads: the dashboard's own, and the packages whose sources it bundles; and how it is built. */
const SOURCES = [
  'packages/dashboard/src',
  'packages/dashboard/public',
  'packages/dashboard/index.html',
  'packages/dashboard/vite.config.ts',
  'packages/client/src',
  'packages/contract/src',
  'packages/core/src',
  'package-lock.json',
  'scripts/build-dashboard.mjs',
  'scripts/compress-files.mjs',
];

/** @param {string} root @returns {string} */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(root, source);
    const files = source.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name))
          .sort();
    for (const file of files) hash.update(`\n${file.slice(root.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} root */
const stampFile = (root) => join(root, 'packages/dashboard/dist/.built-from');

/** @param {string} root */
function isBuilt(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/**
 * @param {string} root
 * @param {string} node the Node.js to build with
 */
async function build(root, node) {
  if (isBuilt(root)) return; // by the one we waited for
  const wanted = fingerprint(root);
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
  // Its words go to stderr: stdout is the wanted script's.
  const exitCode = await runChild(node, vite, {
    cwd: join(root, 'packages/dashboard'),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (exitCode !== 0)
    throw new SetupFailed(`The dashboard could not be built (exit code ${exitCode}); why is said above.`);
  await compressFiles(join(root, 'packages/dashboard/dist/app'));
  writeFileSync(stampFile(root), wanted);
}

/**
 * @param {string} root
 * @param {string} node
 */
export async function buildDashboard(root, node) {
  if (isBuilt(root)) return;
  const lock = join(root, 'node_modules', '.gauntlet-dashboard.lock');
  const onWait = () =>
    process.stderr.write('Another process is building the dashboard; waiting for it ...\n');
  await withInstallLock({ lock, onWait }, () => build(root, node));
}

if (process.argv[1] === import.meta.filename) await buildDashboard(ROOT, await setUp(ROOT));

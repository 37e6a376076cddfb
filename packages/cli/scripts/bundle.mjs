/** Builds what `npm pack` of the CLI publishes: programs without their packages, and the files they read. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FILES, ownPlace } from './own-place.mjs';
import { writeNotices } from './third-party-notices.mjs';

/**
 * @typedef {object} BundlePlan
 * @property {Readonly<Record<string, string>>} programs name in the folder, without .js -> source file
 * @property {Readonly<Record<string, string>>} assets folder with files -> the source that reads them at run time
 * @property {readonly string[]} besidePrograms sources that ask where they are and mean: beside the programs
 * @property {readonly string[]} installed packages that are not bundled, since they carry files of their own
 * @property {Readonly<Record<string, string>>} instead packages that are not bundled -> the source that stands in for them
 * @property {readonly string[]} absent optional packages that a bundled one looks for and does without
 * @property {import('esbuild').LogLevel} [logLevel]
 */

/** CommonJS packages inside an ES module still call `require` and ask where they are. */
const COMMONJS_NAMES = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('\n');

/** Python leaves compiled code beside what it ran: of this machine, with its paths. */
const isSource = (/** @type {string} */ path) => basename(path) !== '__pycache__';

/**
 * @param {string} repository absolute path; the plan's sources are relative to it
 * @param {BundlePlan} plan
 * @param {string} folder absolute path; its former content is removed
 */
export async function bundle(repository, plan, folder) {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: plan.programs,
    outdir: folder,
    bundle: true,
    splitting: true, // what a command does not need is not loaded to answer --help
    chunkNames: 'part-[hash]', // beside the programs, so that "beside" means the same in a part
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    plugins: [ownPlace(repository, plan)],
    inject: [fileURLToPath(new URL('add-to-node-20.mjs', import.meta.url))],
    external: [...plan.installed, ...plan.absent],
    alias: Object.fromEntries(
      Object.entries(plan.instead).map(([name, source]) => [name, join(repository, source)]),
    ),
    banner: { js: COMMONJS_NAMES },
    legalComments: 'none', // the notices hold them whole
    metafile: true,
    logLevel: plan.logLevel ?? 'warning',
  });
  for (const assets of Object.keys(plan.assets)) {
    cpSync(join(repository, assets), join(folder, FILES, assets), { recursive: true, filter: isSource });
  }
  writeNotices(repository, Object.keys(metafile.inputs), join(folder, 'THIRD-PARTY-NOTICES.txt'));
}

/**
 * A version of an installed package that differs from the one the tests ran with would only show at a
 * user's.
 *
 * @param {string} repository
 * @param {readonly string[]} installed
 */
export function checkInstalledVersions(repository, installed) {
  const dependenciesOf = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(repository, 'packages', name, 'package.json'), 'utf8')).dependencies;
  const published = dependenciesOf('cli');
  const tested = dependenciesOf('server');
  const listed = Object.keys(published).sort().join(', ');
  if (listed !== [...installed].sort().join(', ')) {
    throw new Error(`packages/cli depends on ${listed}; what is not bundled is ${installed.join(', ')}.`);
  }
  for (const name of installed) {
    if (published[name] === tested[name]) continue;
    throw new Error(
      `packages/cli depends on ${name} ${published[name]}, packages/server on ${tested[name]}: make them the same.`,
    );
  }
}

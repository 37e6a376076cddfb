/**
 * Makes the folder that is published: plain JavaScript with its types. A folder of its own, since inside
 * the repository the package is its TypeScript sources, and Node.js strips no types under node_modules.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('..', import.meta.url));
const REPOSITORY = join(CLIENT, '..', '..');
const DIST = join(CLIENT, 'dist');

/** As the sources' own, but published and with the exports that are meant for it. */
function publishedManifest() {
  const manifest = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8'));
  const { private: _, scripts: __, publishConfig, ...kept } = manifest;
  const { exports, ...config } = publishConfig;
  return { ...kept, exports, files: ['*.js', '**/*.d.ts', 'openapi.json'], publishConfig: config };
}

/** The compiler leaves the endings of the sources in declarations, where not every compiler finds them. */
function nameTypesAsInstalled() {
  for (const name of readdirSync(DIST).filter((file) => file.endsWith('.d.ts'))) {
    const text = readFileSync(join(DIST, name), 'utf8');
    writeFileSync(join(DIST, name), text.replaceAll(/(from '\.\/[^']+)\.ts'/g, "$1.js'"));
  }
}

rmSync(DIST, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '--project', join(CLIENT, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) throw new Error('The client does not compile: see above.');
nameTypesAsInstalled();
rmSync(join(DIST, 'generated', 'api.js'), { force: true }); // types only, and nothing imports it
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
for (const file of ['README.md', 'openapi.json']) copyFileSync(join(CLIENT, file), join(DIST, file));
copyFileSync(join(REPOSITORY, 'LICENSE'), join(DIST, 'LICENSE'));

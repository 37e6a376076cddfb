/**
 * Makes a clone ready to run, with nothing but Node.js 20 and npm: installs what the lockfile says when
 * that changed since the last time, then runs the wanted script on the Node.js that the repository pins.
 * Plain JavaScript without dependencies, since it runs before there are any.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callerPath } from '../packages/cli/bin/caller-path.mjs';
import { withInstallLock } from './install-lock.mjs';
import { runChild } from './run-child.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE_MAJOR = 24;

const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** @param {string} root @returns {string[]} the files that say what is to be installed */
function manifests(root) {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  return ['package-lock.json', 'package.json', ...packages.sort()].filter((file) =>
    existsSync(join(root, file)),
  );
}

/**
 * What node_modules was, or would be, installed from.
 *
 * @param {string} root
 * @returns {string}
 */
export function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of manifests(root)) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.gauntlet-installed');

/** @param {string} root */
function isInstalled(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/**
 * `npm install`, not `npm ci`: a lockfile written where the packages of other platforms could not be
 * seen lacks them, and `npm ci` refuses it. `--no-save` leaves the lockfile as it was committed.
 */
const INSTALL = [
  ...['install', '--no-audit', '--no-fund', '--no-save'],
  ...['--include=dev', '--include=optional'], // also where NODE_ENV=production
  '--loglevel=error', // its warnings are of engines, and the wanted engine is what is being installed
];

/** @param {string} root */
async function install(root) {
  if (isInstalled(root)) return; // by the one we waited for
  say('Installing dependencies (package-lock.json is new or has changed; a minute or so) ...');
  const started = Date.now();
  const wanted = fingerprint(root); // taken before: a lockfile that changes meanwhile is installed next time
  // Its words go to stderr: stdout is the wanted script's.
  const exitCode = await runChild('npm', INSTALL, { cwd: root, stdio: ['ignore', 2, 2] });
  if (exitCode !== 0)
    throw new SetupFailed(`npm install failed (exit code ${exitCode}); its messages are above.`);
  writeFileSync(stampFile(root), wanted);
  say(`Dependencies are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/** An error of the machine or its user, told without a stack. */
export class SetupFailed extends Error {}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // missing or not ours to run: the same to the caller
  }
}

/**
 * The Node.js to run on: the repository's own, or the one at hand if it is new enough.
 *
 * @param {string} root
 * @returns {string} absolute path
 */
export function findNode(root) {
  const pinned = join(root, 'node_modules', 'node', 'bin', 'node');
  if (isExecutable(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  throw new SetupFailed(
    `Node.js ${NODE_MAJOR} is missing: the install script of the npm package "node" did not run or has no build for ` +
      `${process.platform}-${process.arch}. Allow install scripts (npm config get ignore-scripts) and remove ` +
      `node_modules, or install Node.js ${NODE_MAJOR} and use it.`,
  );
}

/**
 * Installs if need be.
 *
 * @param {string} root
 * @returns {Promise<string>} the Node.js to run on
 */
export async function setUp(root) {
  if (!isInstalled(root)) {
    const lock = join(root, 'node_modules', '.gauntlet-install.lock');
    const onWait = () => say('Another process is installing the dependencies; waiting for it ...');
    await withInstallLock({ lock, onWait }, () => install(root));
  }
  return findNode(root);
}

/**
 * Sets up, then runs a script of the repository with this process's streams, ending with its exit code.
 * The script finds the PATH of whoever called npm in GAUNTLET_CALLER_PATH.
 *
 * @param {string} script relative to the repository
 * @param {readonly string[]} args
 * @param {(root: string, node: string) => Promise<void>} [prepare] what it needs besides
 */
export async function runInRepository(script, args, prepare) {
  try {
    const node = await setUp(ROOT);
    await prepare?.(ROOT, node);
    const env = { ...process.env, GAUNTLET_CALLER_PATH: callerPath(process.env.PATH) };
    process.exitCode = await runChild(node, [join(ROOT, script), ...args], { env });
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetupChoice } from '@gauntlet/core/executions';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { askInterpreter, dayStamp, hashParts, settingsOf } from './cache-key.ts';
import { openDependencyCache } from './dependency-cache.ts';
import type { PreparedSetup } from './prepared-setup.ts';
import { runCommand } from './run-command.ts';
import type { SetupOrder, SetupRefusal, SetupResult } from './setup-order.ts';
import { useVirtualenv } from './use-virtualenv.ts';

type PythonInstall = Extract<SetupChoice, { kind: 'python-install' }>;

const DESCRIBE_PYTHON = 'import sys; print(sys.version, sys.executable, sys.base_prefix)';

/**
 * Makes a virtualenv and installs into it. It also sees what the system's Python has (a pytest installed
 * there, as when it is run by hand). In the cache it is built where it will stay: it cannot be moved.
 */
export const installPython = async (
  choice: PythonInstall,
  order: SetupOrder,
  nothing: PreparedSetup,
): Promise<SetupResult> => {
  const python = await askInterpreter(order, ['python3', '-I', '-c', DESCRIBE_PYTHON]);
  if (python === null)
    return refuse({
      reason: 'setup-failed',
      message: 'There is no python3 in PATH to install requirements with.',
    });
  if (!order.cache || choice.cache === 'not-kept') {
    const virtualenv = join(order.stateFolder, 'virtualenv');
    const done = await buildVirtualenv(choice, order, virtualenv);
    return done.ok ? { ok: true, value: { ...nothing, ...useVirtualenv(virtualenv, order) } } : done;
  }
  const cache = await openDependencyCache(order.cache.folder, order.cache.maxBytes);
  const key = pythonCacheKey(choice, order, python);
  const kept = order.cache.use === 'add' ? null : await cache.find(key);
  if (kept) {
    const sentence = `${choice.sentence} Taken from an earlier execution with the same dependencies.`;
    return { ok: true, value: { ...nothing, sentence, ...useVirtualenv(join(kept, 'virtualenv'), order) } };
  }
  const entry = await cache.begin(key);
  const virtualenv = join(entry.content, 'virtualenv');
  const done = await buildVirtualenv(choice, order, virtualenv);
  if (!done.ok) {
    await entry.discard();
    return done;
  }
  await entry.keep();
  return { ok: true, value: { ...nothing, ...useVirtualenv(virtualenv, order) } };
};

const buildVirtualenv = async (
  choice: PythonInstall,
  order: SetupOrder,
  virtualenv: string,
): Promise<Result<null, SetupRefusal>> => {
  const folder = join(order.place.root, choice.folder);
  // Of an attempt before this one, should there have been one.
  await rm(virtualenv, { recursive: true, force: true });
  const interpreter = join(virtualenv, 'bin/python');
  const made = await runCommand(order, {
    command: ['python3', '-m', 'venv', '--system-site-packages', '--without-pip', virtualenv],
    folder,
    network: 'as-it-is',
  });
  if (!made.ok) return made;
  const pip = await providePip(order, virtualenv, interpreter);
  if (!pip.ok) return pip;
  const command = [interpreter, '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  return runCommand(order, { command: [...command, ...choice.install], folder, network: 'may-hiccup' });
};

/** The system's pip works in the virtualenv and for it, and is there at once; a copy takes seconds to unpack. */
const providePip = async (
  order: SetupOrder,
  virtualenv: string,
  interpreter: string,
): Promise<Result<null, SetupRefusal>> => {
  if ((await askInterpreter(order, [interpreter, '-I', '-c', 'import pip'])) === null)
    return runCommand(order, {
      command: [interpreter, '-m', 'ensurepip', '--default-pip'],
      folder: order.stateFolder,
      network: 'as-it-is',
    });
  const script = `#!/bin/sh\nexec '${interpreter.replaceAll("'", "'\\''")}' -m pip "$@"\n`;
  await writeFile(join(virtualenv, 'bin/pip'), script, { mode: 0o755 });
  return { ok: true, value: null };
};

const pythonCacheKey = (choice: PythonInstall, order: SetupOrder, python: string): string => {
  const folder = join(order.place.root, choice.folder);
  const texts = choice.install
    .filter((argument) => argument.endsWith('.txt') && existsSync(join(folder, argument)))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const settings = settingsOf(order.environment, /^PIP_/);
  return hashParts(['python', choice.install, texts, python, settings, dayStamp(choice.cache, new Date())]);
};

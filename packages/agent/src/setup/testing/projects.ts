/** Small real projects and packages, made on the spot so that no registry is needed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const writeFiles = (folder: string, files: Record<string, unknown>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }
};

/** A package as `npm pack` makes it; answers the absolute path of the archive. */
export const packPackage = (folder: string, files: Record<string, unknown>): string => {
  writeFiles(join(folder, 'package'), files);
  const { name, version } = files['package.json'] as { name: string; version: string };
  const file = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  execFileSync('tar', ['-czf', file, '-C', folder, 'package']);
  return file;
};

/** A hash of all that is in a folder: names, kinds, modes, contents, where links lead. Links are not followed. */
export const hashFolder = (folder: string): string => {
  const hash = createHash('sha256');
  const visit = (path: string, name: string): void => {
    const stats = lstatSync(path);
    hash.update(`${name}\0${stats.mode}\0${stats.isDirectory() ? '' : stats.size}\0`);
    if (stats.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stats.isFile()) hash.update(readFileSync(path));
    else if (stats.isDirectory())
      for (const child of readdirSync(path).sort()) visit(join(path, child), join(name, child));
  };
  visit(folder, '.');
  return hash.digest('hex');
};

/** Copies packages and all that they need from this repository's own installation, as npm would lay them. */
export const installFromHere = (folder: string, names: readonly string[]): void => {
  const modules = findOwnModules();
  const done = new Set<string>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const from = join(modules, name);
    if (done.has(name) || !existsSync(from)) continue;
    done.add(name);
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    execFileSync('cp', ['-a', from, to]);
    const file = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Record<string, object>;
    todo.push(
      ...Object.keys({ ...file.dependencies, ...file.optionalDependencies, ...file.peerDependencies }),
    );
  }
  linkCommands(folder, done);
};

const findOwnModules = (): string => {
  const found = createRequire(import.meta.url).resolve('vitest/package.json');
  return dirname(dirname(found));
};

const linkCommands = (folder: string, names: Iterable<string>): void => {
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  for (const name of names) {
    const file = join(folder, 'node_modules', name, 'package.json');
    const { bin: commands = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      bin?: Record<string, string> | string;
    };
    const all = typeof commands === 'string' ? { [name]: commands } : commands;
    for (const [command, path] of Object.entries(all))
      execFileSync('ln', ['-sf', join('..', name, path), join(bin, command)]);
  }
};

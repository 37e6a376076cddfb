/** What `gauntlet run [path] [paths...]` means: which folder, which definition file, which tests of it. */
import { stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';

export type Target = {
  /** The folder that is the content, unless the definition names another. Absolute. */
  folder: string;
  /** Absolute; null: the folder has none and options must do. */
  definitionFile: string | null;
  /** Test files and folders of the content, relative to it where they are paths. */
  paths: string[];
};

const DEFINITION_NAMES = ['gauntlet.yaml', 'gauntlet.yml', 'gauntlet.json'] as const;
const DEFINITION_ENDINGS = ['.yaml', '.yml', '.json'];

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there; whoever asks says what that means.
    return null;
  }
}

async function definitionIn(folder: string): Promise<string | null> {
  for (const name of DEFINITION_NAMES)
    if ((await kindOf(join(folder, name))) === 'file') return join(folder, name);
  return null;
}

/**
 * A path is one inside the folder first, as a definition would write it, and one from where the user
 * stands second, as the shell completes it. What is neither may be a pattern or a test's id: the
 * framework judges it.
 */
async function testPath(text: string, folder: string, cwd: string): Promise<Result<string, Refused>> {
  const inFolder = (absolute: string) => {
    const way = relative(folder, absolute);
    return way === '..' || way.startsWith('../') || isAbsolute(way) ? null : way || '.';
  };
  if (
    !isAbsolute(text) &&
    (await kindOf(join(folder, text))) !== null &&
    inFolder(join(folder, text)) !== null
  ) {
    return ok(text);
  }
  const absolute = resolve(cwd, text);
  if ((await kindOf(absolute)) === null) return ok(text);
  const inside = inFolder(absolute);
  if (inside !== null) return ok(inside);
  return refuse(
    usageRefused(`${text} is outside ${folder}, which is what is run.`, 'Name a path inside it.'),
  );
}

async function testPaths(
  texts: readonly string[],
  folder: string,
  cwd: string,
): Promise<Result<string[], Refused>> {
  const paths: string[] = [];
  for (const text of texts) {
    const path = await testPath(text, folder, cwd);
    if (!path.ok) return path;
    paths.push(path.value);
  }
  return ok(paths);
}

async function explicitFile(file: string, folder: string, cwd: string): Promise<Result<string, Refused>> {
  for (const place of [resolve(cwd, file), resolve(folder, file)])
    if ((await kindOf(place)) === 'file') return ok(place);
  return refuse(usageRefused(`There is no definition file ${file}.`, 'Give its path by --file.'));
}

const isDefinition = (path: string) => DEFINITION_ENDINGS.includes(extname(path).toLowerCase());

export async function findTarget(
  request: { path?: string | undefined; file?: string | undefined; morePaths: readonly string[] },
  cwd: string,
): Promise<Result<Target, Refused>> {
  const asked = request.path ?? '.';
  const absolute = resolve(cwd, asked);
  const kind = await kindOf(absolute);
  if (kind === null) {
    return refuse(
      usageRefused(`There is no ${asked} here (${cwd}).`, 'Give a project folder or a definition file.'),
    );
  }
  const isTestFile = kind === 'file' && !isDefinition(absolute);
  const folder = kind === 'folder' ? absolute : isTestFile ? resolve(cwd) : dirname(absolute);
  const paths = await testPaths([...(isTestFile ? [asked] : []), ...request.morePaths], folder, cwd);
  if (!paths.ok) return paths;
  if (request.file !== undefined) {
    const file = await explicitFile(request.file, folder, cwd);
    return file.ok ? ok({ folder, definitionFile: file.value, paths: paths.value }) : file;
  }
  const definitionFile = kind === 'file' && !isTestFile ? absolute : await definitionIn(folder);
  return ok({ folder, definitionFile, paths: paths.value });
}

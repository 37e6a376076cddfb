/** From the command line to a checked definition: file, options over it, a name when it has none. */
import { readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { ok, type Result } from '@gauntlet/core/kernel';
import { parseJson } from '../connection/read-problem.ts';
import type { Refused } from '../refused.ts';
import { applyOptions } from './apply-options.ts';
import { type ContentlessDefinition, checkDefinition } from './check-definition.ts';
import type { Target } from './find-target.ts';
import { type DefinitionText, readDefinition } from './read-definition.ts';
import { readEnvironment, readSecretPairs, readTagPairs } from './read-environment.ts';
import type { RunOptions } from './run-options.ts';

type Caller = { env: Readonly<Record<string, string | undefined>>; cwd: string };

/** The package's own name, else the folder's. */
async function defaultName(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => ''); // most projects of other languages have none
  const manifest = parseJson(text) as { name?: unknown } | undefined;
  const name = typeof manifest?.name === 'string' ? manifest.name.trim() : '';
  return (name || basename(folder) || 'tests').slice(0, 255);
}

const isValues = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function readTargetFile(target: Target, cwd: string): Promise<Result<DefinitionText | null, Refused>> {
  if (target.definitionFile === null) return ok(null);
  const near = relative(cwd, target.definitionFile);
  return readDefinition(target.definitionFile, near.startsWith('..') ? target.definitionFile : near);
}

export async function prepareDefinition(
  target: Target,
  options: RunOptions,
  args: readonly string[],
  caller: Caller,
): Promise<Result<ContentlessDefinition, Refused>> {
  const file = await readTargetFile(target, caller.cwd);
  if (!file.ok) return file;
  const environment = await readEnvironment(options, caller);
  if (!environment.ok) return environment;
  // An empty file is an empty definition; a list or a word is left for the schema to refuse.
  const said = file.value === null || file.value.value === null ? {} : file.value.value;
  if (!isValues(said)) return checkDefinition(said, file.value);
  const named = { name: await defaultName(target.folder), ...said };
  const value = applyOptions(named, options, {
    environment: environment.value,
    secrets: readSecretPairs(options.secret),
    tags: readTagPairs(options.tag),
    paths: target.paths,
    args,
  });
  return checkDefinition(value, file.value);
}

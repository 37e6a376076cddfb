/** `--env`, `--env-file`, `--secret`, `--tag` as the definition's records. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Pairs = Record<string, string>;

/** `name=value` as a pair; the value is undefined when there is no `=`. */
function splitPair(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function callersValue(name: string, env: Env): Result<string, Refused> {
  const value = env[name];
  if (value !== undefined) return ok(value);
  return refuse(
    usageRefused(
      `--env ${name}: there is no ${name} in your environment.`,
      `Set it, or write --env ${name}=value.`,
    ),
  );
}

async function readEnvFile(path: string, cwd: string): Promise<Result<Pairs, Refused>> {
  try {
    return ok(parseEnv(await readFile(resolve(cwd, path), 'utf8')) as Pairs);
  } catch (error) {
    return refuse(usageRefused(`--env-file ${path} cannot be read: ${(error as Error).message}.`));
  }
}

/** Files first, in their order, then the single values: the later wins. */
export async function readEnvironment(
  options: { env?: readonly string[]; envFile?: readonly string[] },
  caller: { env: Env; cwd: string },
): Promise<Result<Pairs, Refused>> {
  const pairs: Pairs = {};
  for (const path of options.envFile ?? []) {
    const read = await readEnvFile(path, caller.cwd);
    if (!read.ok) return read;
    Object.assign(pairs, read.value);
  }
  for (const text of options.env ?? []) {
    const [name, given] = splitPair(text);
    const value = given === undefined ? callersValue(name, caller.env) : ok(given);
    if (!value.ok) return value;
    pairs[name] = value.value;
  }
  return ok(pairs);
}

/** `--secret NAME=secretName`, or `--secret NAME` for a secret of the same name. */
export const readSecretPairs = (texts: readonly string[] = []): Pairs =>
  Object.fromEntries(texts.map(splitPair).map(([name, secret]) => [name, secret ?? name]));

/** `--tag key=value`, or `--tag key`. */
export const readTagPairs = (texts: readonly string[] = []): Pairs =>
  Object.fromEntries(texts.map(splitPair).map(([key, value]) => [key, value ?? '']));

import { delimiter, join } from 'node:path';
import { callerPath } from '../../packages/cli/bin/caller-path.mjs';
import { ROOT } from '../../scripts/setup.mjs';

const NOT_A_PERSONS = /^(npm_|VITEST|GAUNTLET_|DATABASE_URL$|NODE_|CI$|TEST$|PROD$|DEV$|MODE$|BASE_URL$)/;

/** Nothing of npm, vitest or this repository: what a person's shell has. */
export function personsEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const path = process.env.GAUNTLET_CALLER_PATH ?? callerPath(process.env.PATH);
  const entries = path.split(delimiter).filter((entry) => !entry.startsWith(join(ROOT, 'node_modules')));
  const kept = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || NOT_A_PERSONS.test(name) ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(kept), PATH: entries.join(delimiter), ...extra };
}

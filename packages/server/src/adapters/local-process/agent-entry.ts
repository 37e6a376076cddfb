import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The agent's program: beside this one in the published bundle, its source in the repository. */
export function chooseAgentEntry(): string {
  const bundled = join(import.meta.dirname, 'agent.js');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../../../agent/src/main.ts');
}

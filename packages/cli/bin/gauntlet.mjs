#!/usr/bin/env node
/**
 * Starts the CLI: the bundle of an installed package, or the sources in the repository. Both keep
 * compiled code in the user's own cache, never in the shared temporary folder, where another user could
 * lay code for us to run.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callerPath } from './caller-path.mjs';

const SOURCE = new URL('../src/main.ts', import.meta.url);
const BUNDLE = new URL('../dist/cli.js', import.meta.url);
const SOURCE_NEEDS_NODE = 24;

/** The sources need a Node.js that runs TypeScript; an older one hands over to the repository's own. */
async function runSource() {
  if (Number.parseInt(process.versions.node, 10) >= SOURCE_NEEDS_NODE) return import(SOURCE.href);
  const repository = new URL('../../../scripts/', import.meta.url);
  const { runInRepository } = await import(new URL('setup.mjs', repository).href);
  return runInRepository('packages/cli/src/main.ts', process.argv.slice(2));
}

module.enableCompileCache?.(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gauntlet', 'compiled'),
);
process.env.GAUNTLET_CALLER_PATH = callerPath(process.env.PATH);
await (existsSync(fileURLToPath(SOURCE)) ? runSource() : import(BUNDLE.href));

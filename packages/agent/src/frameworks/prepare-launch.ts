/** Makes a row's command ready to be run: the script's options, the placeholders, the environment. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameworkConfiguration } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { FrameworkPlace } from './batch-order.ts';
import {
  expandCommand,
  expandEnvironment,
  type MissingProgram,
  type PlaceholderValues,
} from './expand-command.ts';
import { findPrograms } from './find-programs.ts';
import { readNodeTestScript } from './node-test-script.ts';
import { readPackageFacts } from './read-project-facts.ts';
import type { ScriptCommand } from './script-command.ts';
import { takesGlobs } from './takes-globs.ts';
import { readToolScript } from './tool-script.ts';

type UnitsAs = FrameworkConfiguration['run']['unitsAs'];

export type Launch = { command: string[]; environment: Record<string, string> };

export type LaunchOrder = Pick<
  FrameworkPlace,
  'framework' | 'definition' | 'folder' | 'environment' | 'reportersFolder' | 'runProcess' | 'whichOf'
> & {
  command: readonly string[];
  /** Relative paths of the files to run. */
  units: readonly string[];
  /** A command of the definition, in place of files. */
  unitText?: string;
  /** In place of the definition's own paths. */
  paths?: readonly string[];
  reportPath: string;
  artifactsFolder: string;
};

export const OWN_REPORTERS = fileURLToPath(new URL('../../reporters', import.meta.url));

const withoutDash = (path: string): string => (path.startsWith('-') ? `./${path}` : path);
const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const GLOB = /[[*?{]/g;

/** A unit as the command is to read it: nothing in its name may mean more than itself. */
function writeUnit(path: string, unitsAs: UnitsAs, folder: string, readsGlobs: boolean): string {
  if (unitsAs === 'regular-expressions') return `^${escapeRegExp(join(folder, path))}$`;
  if (unitsAs === 'absolute-paths') return join(folder, path);
  const escaped = unitsAs === 'globs' ? path.replace(GLOB, '[$&]') : path;
  return withoutDash(escaped === path || readsGlobs ? escaped : path);
}

/** What the project's own test script says of its run, for rows that ask for it. */
export function readScript({
  framework,
  folder,
}: Pick<FrameworkPlace, 'framework' | 'folder'>): ScriptCommand | undefined {
  const tool = framework.configuration.run.scriptOptions;
  if (tool === undefined) return undefined;
  const scripts = readPackageFacts(folder)?.scripts ?? {};
  return tool === 'node-test' ? readNodeTestScript(scripts) : readToolScript(scripts, tool);
}

export async function prepareLaunch(order: LaunchOrder): Promise<Result<Launch, MissingProgram>> {
  const { run } = order.framework.configuration;
  const script = readScript(order);
  const programs = await findPrograms([...order.command, ...Object.values(run.environment)], order);
  const hasGlobs = run.unitsAs === 'globs' && order.units.some((unit) => unit.search(GLOB) >= 0);
  const readsGlobs = !hasGlobs || (await takesGlobs(programs.node, order));
  const values: PlaceholderValues = {
    ...programs,
    units:
      order.unitText === undefined
        ? order.units.map((unit) => writeUnit(unit, run.unitsAs, realpathSync(order.folder), readsGlobs))
        : [order.unitText],
    args: [...(script?.options ?? []), ...order.definition.args],
    paths: order.paths ?? order.definition.paths,
    report: order.reportPath,
    reporters: order.reportersFolder ?? OWN_REPORTERS,
    artifacts: order.artifactsFolder,
    unitSeconds: String(order.definition.timeouts.unitSeconds ?? ''),
  };
  const command = expandCommand(order.command, values);
  if (!command.ok) return command;
  const environment = expandEnvironment(
    { ...order.environment, ...script?.environment },
    run.environment,
    values,
  );
  return ok({
    command: command.value,
    environment: {
      ...environment,
      GAUNTLET_REPORT: order.reportPath,
      GAUNTLET_ARTIFACTS: order.artifactsFolder,
    },
  });
}

/** Where the tests are looked for: what the definition names, what the test script names, or everywhere. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { boundText } from '../reports/bound-text.ts';
import { readScript } from './prepare-launch.ts';
import { readPackageFacts, walkProject } from './read-project-facts.ts';
import type { ListingOrder, ListingRefusal } from './run-listing.ts';
import { expandWord } from './script-command.ts';
import { findDifferingRuns } from './tool-script.ts';

/** The definition's paths, else what the project's test script names. */
export function pathsOf(order: ListingOrder): Result<readonly string[], ListingRefusal> {
  if (order.definition.paths.length > 0) return ok(order.definition.paths);
  const patterns = readScript(order)?.patterns ?? [];
  const files: Result<string[], ListingRefusal> = patterns.some(({ bare }) => bare)
    ? listFiles(order.folder)
    : ok([]);
  return files.ok ? ok(patterns.flatMap((word) => expandWord(word, files.value))) : files;
}

/** All of them, or a refusal: a test file beyond the limits would never be missed. */
export function listFiles(folder: string): Result<string[], ListingRefusal> {
  const { files, beyond } = walkProject(folder);
  if (beyond === undefined) return ok(files);
  const message =
    `The project has more than ${beyond}, too much to look for tests in. ` +
    'Run the folder that holds the tests, or leave out what they do not need (.gitignore).';
  return refuse({ reason: 'listing-failed', message });
}

/** A script that runs the framework in several ways cannot be followed: one of them would be left out. */
export function refuseDifferingRuns(order: ListingOrder): ListingRefusal | undefined {
  const { run, title } = order.framework.configuration;
  const tool = run.scriptOptions;
  if (tool === undefined || tool === 'node-test' || order.definition.paths.length > 0) return undefined;
  const runs = findDifferingRuns(readPackageFacts(order.folder)?.scripts ?? {}, tool);
  if (runs.length === 0) return undefined;
  const message =
    `The test script runs ${title} in several ways: ${runs.map((text) => `"${text}"`).join(', ')}. ` +
    'Name the framework and the "paths" (and "args") of one of them in the definition, ' +
    'or use the framework "command" with a command for each.';
  return { reason: 'listing-failed', message: boundText(message, 16_384) };
}

/** Which units there are: asked before anything runs, so that what goes missing later is seen to be missing. */
import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FrameworkConfiguration, PlannedUnit, TestCommand } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { boundText } from '../reports/bound-text.ts';
import { findUnmatchedPath } from './find-unmatched-path.ts';
import { listFiles, pathsOf, refuseDifferingRuns } from './listing-paths.ts';
import { findNodeTestFiles } from './node-test-files.ts';
import type { ListedFile, ParsedListing } from './parse-listing.ts';
import { prepareLaunch, readScript } from './prepare-launch.ts';
import { type ListingOrder, type ListingRefusal, runListing } from './run-listing.ts';

export type UnitListing = {
  units: PlannedUnit[];
  /**
   * Whether the number of tests in every unit was known beforehand. The units themselves are always
   * known: one that does not report is missed. False: a test that vanishes inside a unit is not.
   */
  countVerified: boolean;
};

type ListingBy<By extends string> = Extract<FrameworkConfiguration['list'], { by: By }>;
type Listed<Value> = Promise<Result<Value, ListingRefusal>>;

const unitOf = (file: string, tests?: number): PlannedUnit => ({
  key: file,
  title: file,
  file,
  expectedTests: tests,
});

/** Relative to the working folder, with forward slashes, whichever way the framework wrote it. */
function relativePath(path: string, folder: string): string {
  const absolute = isAbsolute(path) ? path : resolve(folder, path);
  const inside = relative(folder, absolute);
  const real = inside.startsWith('..') ? relative(realpathSync(folder), absolute) : inside;
  return real.split(sep).join('/');
}

/** One unit a file: a file of several projects is listed once for each, and runs once for all. */
function unitsOf(files: readonly ListedFile[], folder: string): PlannedUnit[] {
  const tests = new Map<string, number | undefined>();
  for (const { path, tests: count } of files) {
    const file = relativePath(path, folder);
    tests.set(file, count === undefined ? tests.get(file) : count + (tests.get(file) ?? 0));
  }
  return [...tests]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, count]) => unitOf(file, count));
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Playwright lists nothing at all when one file does not load. So it is asked again without those files,
 * which then stand among the units all the same, to run red.
 */
async function listAroundBroken(order: ListingOrder, listing: ListingBy<'command'>): Listed<ListedFile[]> {
  const wantedPaths = pathsOf(order);
  if (!wantedPaths.ok) return wantedPaths;
  const paths = wantedPaths.value;
  const broken = new Set<string>();
  for (;;) {
    const others = `^(?!(?:${[...broken].map(escapeRegExp).join('|')})$)`;
    const wanted =
      broken.size === 0 ? paths : paths.length === 0 ? [others] : paths.map((path) => `${others}.*${path}`);
    const listed = await runListing(order, listing, wanted);
    if (!listed.ok) return listed;
    const { files, broken: found, complaint } = listed.value;
    const fresh = found.filter((path) => !broken.has(path));
    if (fresh.length === 0 && found.length > 0) {
      const message = `Playwright cannot load ${found.join(', ')}, which test files need:\n${complaint}`;
      return refuse({ reason: 'listing-failed', message: boundText(message, 16_384), exitCode: 1 });
    }
    if (fresh.length === 0) return ok([...files, ...[...broken].map((path) => ({ path }))]);
    for (const path of fresh) broken.add(path);
  }
}

async function listByCommand(order: ListingOrder, listing: ListingBy<'command'>): Listed<UnitListing> {
  const differing = refuseDifferingRuns(order);
  if (differing) return refuse(differing);
  const givesUp = listing.parse === 'playwright-json';
  const files = givesUp ? await listAroundBroken(order, listing) : await listAtOnce(order, listing);
  return files.ok ? ok(listingOf(unitsOf(files.value, order.folder))) : files;
}

const listingOf = (units: PlannedUnit[]): UnitListing => ({
  units,
  countVerified: units.every(({ expectedTests }) => expectedTests !== undefined),
});

async function listAtOnce(order: ListingOrder, listing: ListingBy<'command'>): Listed<ListedFile[]> {
  const paths = pathsOf(order);
  return paths.ok ? mapFiles(await runListing(order, listing, paths.value)) : paths;
}

const mapFiles = (listed: Result<ParsedListing, ListingRefusal>): Result<ListedFile[], ListingRefusal> =>
  listed.ok ? ok(listed.value.files) : listed;

/** Whether the Node.js of the tests runs TypeScript by itself: newer ones do. */
async function asksForTypescript(order: ListingOrder, options: readonly string[]): Listed<boolean> {
  const launch = await prepareLaunch({
    ...order,
    command: ['{node}', '-p', 'Boolean(process.features.typescript)'],
    units: [],
    reportPath: join(order.scratchFolder, 'unused'),
    artifactsFolder: order.scratchFolder,
  });
  if (!launch.ok) return refuse({ reason: 'listing-failed', message: launch.error.message });
  let printed = '';
  await order.runProcess({
    ...launch.value,
    cwd: order.folder,
    timeoutSeconds: 30,
    graceSeconds: order.graceSeconds,
    signal: order.signal,
    onOutput: (chunk, stream) => {
      if (stream === 'stdout') printed += chunk.toString('utf8');
    },
  });
  return ok(printed.includes('true') || options.includes('--experimental-strip-types'));
}

async function listByGlob(order: ListingOrder, listing: ListingBy<'glob'>): Listed<UnitListing> {
  const script = readScript(order);
  const typescript = await asksForTypescript(order, script?.options ?? []);
  if (!typescript.ok) return typescript;
  const given = order.definition.paths.map((text) => ({ text, bare: false }));
  const all = listFiles(order.folder);
  if (!all.ok) return all;
  const files = findNodeTestFiles({
    ...listing,
    files: all.value,
    patterns: given.length > 0 ? given : (script?.patterns ?? []),
    typescript: typescript.value,
  });
  return ok(listingOf(files.map((file) => unitOf(file))));
}

const isOneTest = ({ report }: TestCommand): boolean => report === undefined || report.format === 'none';

function listCommands({ definition }: ListingOrder): Result<UnitListing, ListingRefusal> {
  const { commands = [] } = definition;
  const names = commands.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    return refuse({
      reason: 'listing-failed',
      message: `Two commands have the name "${twice}"; give each its own.`,
    });
  }
  const units = commands.map((command) => ({
    key: command.name,
    title: command.name,
    expectedTests: isOneTest(command) ? 1 : undefined,
  }));
  return ok(listingOf(units));
}

async function list(order: ListingOrder): Listed<UnitListing> {
  const listing = order.framework.configuration.list;
  if (listing.by === 'command') return listByCommand(order, listing);
  return listing.by === 'glob' ? listByGlob(order, listing) : listCommands(order);
}

function explainNothing({ framework, definition }: ListingOrder): string {
  const { title, list: listing } = framework.configuration;
  if (listing.by === 'definition')
    return 'The definition has no "commands"; the framework "command" needs at least one.';
  const where = definition.paths.length > 0 ? ` in ${definition.paths.join(', ')}` : '';
  return `${title} found no tests${where}.`;
}

/** A path that leads nowhere while others lead to tests: what it named would never be missed. */
function refuseUnmatched({ framework, definition, folder }: ListingOrder, units: readonly PlannedUnit[]) {
  const files = units.flatMap(({ file }) => file ?? []);
  const path = files.length > 0 ? findUnmatchedPath(definition.paths, files, folder) : undefined;
  if (path === undefined) return undefined;
  const message = `There is no ${path}, and ${framework.configuration.title} found no tests by it: mend "paths", or leave it out.`;
  return refuse({ reason: 'no-tests' as const, message: boundText(message, 16_384) });
}

/**
 * The units of the project as it stands in the folder; at least one, and some or something for each path,
 * or a refusal that says why not.
 */
export async function listUnits(order: ListingOrder): Listed<UnitListing> {
  const listed = await list(order);
  if (!listed.ok) return listed;
  const { units } = listed.value;
  if (units.length === 0) return refuse({ reason: 'no-tests', message: explainNothing(order) });
  return refuseUnmatched(order, units) ?? listed;
}

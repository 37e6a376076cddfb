/** Asks a framework, by its own command, which files it would run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureReason, FrameworkConfiguration } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { boundText } from '../reports/bound-text.ts';
import { openReport } from '../reports/open-report.ts';
import type { FrameworkPlace } from './batch-order.ts';
import { describeEnd, withOutput } from './describe-end.ts';
import { createOutputTail } from './output-tail.ts';
import { LISTING_PARSERS, type ParsedListing } from './parse-listing.ts';
import { prepareLaunch } from './prepare-launch.ts';

type CommandListing = Extract<FrameworkConfiguration['list'], { by: 'command' }>;

export type ListingRefusal = { reason: FailureReason; message: string; exitCode?: number };
export type ListingOrder = FrameworkPlace & {
  onOutput: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
};

/** A listing that takes longer hangs. */
const LONGEST_SECONDS = 300;
const OUTPUT_BYTES = 67_108_864;
const MESSAGE_BYTES = 16_384;

const refuseListing = (message: string, exitCode?: number | null): { ok: false; error: ListingRefusal } =>
  refuse({
    reason: 'listing-failed',
    message: boundText(message, MESSAGE_BYTES),
    exitCode: exitCode ?? undefined,
  });

/** Most frameworks print and write nothing. */
async function readIfThere(path: string): Promise<string> {
  const file = await openReport(path);
  if (typeof file === 'string') return '';
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, OUTPUT_BYTES)), 0, null, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Runs the listing once. `paths` stands in for the definition's own. */
export async function runListing(
  order: ListingOrder,
  listing: CommandListing,
  paths: readonly string[],
): Promise<Result<ParsedListing, ListingRefusal>> {
  const scratch = await mkdtemp(join(order.scratchFolder, 'listing-'));
  try {
    return await listInto(order, listing, paths, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function listInto(
  order: ListingOrder,
  listing: CommandListing,
  paths: readonly string[],
  scratch: string,
): Promise<Result<ParsedListing, ListingRefusal>> {
  const reportPath = join(scratch, 'listing.jsonl');
  const { command } = listing;
  const launch = await prepareLaunch({
    ...order,
    command,
    units: [],
    paths,
    reportPath,
    artifactsFolder: scratch,
  });
  if (!launch.ok) return refuseListing(launch.error.message);

  const printed: Buffer[] = [];
  let printedBytes = 0;
  const tail = createOutputTail(order.openMask?.());
  const end = await order.runProcess({
    ...launch.value,
    cwd: order.folder,
    timeoutSeconds: LONGEST_SECONDS,
    graceSeconds: order.graceSeconds,
    signal: order.signal,
    onOutput: (chunk, stream) => {
      tail.push(chunk);
      if (stream === 'stderr') order.onOutput(chunk, stream);
      printedBytes += chunk.length;
      if (stream === 'stdout' && printedBytes <= OUTPUT_BYTES) printed.push(Buffer.from(chunk));
    },
  });

  const title = order.framework.configuration.title;
  if (end.ended === 'exited' && end.exitCode !== null && listing.emptyExitCodes.includes(end.exitCode)) {
    return ok({ files: [], broken: [], complaint: '' });
  }
  const output = { stdout: Buffer.concat(printed).toString('utf8'), report: await readIfThere(reportPath) };
  const parsed = end.ended === 'exited' ? LISTING_PARSERS[listing.parse](output) : undefined;
  const failed = end.exitCode !== 0;
  // A framework that fails because of broken files has said which; they run red, the others as usual.
  if (parsed && (!failed || parsed.broken.length > 0 || parsed.nothing)) return ok(parsed);
  const what = failed
    ? `${title} could not say which tests there are: it ${describeEnd(end)}.`
    : `${title} listed its tests in a way that is not understood.`;
  return refuseListing(withOutput(what, tail.text()), end.exitCode);
}

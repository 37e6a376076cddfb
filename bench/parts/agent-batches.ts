/** The requests in which the agent would report a suite: cut by the agent's own spool and waiting line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent, Counts, ReportedResult, UnitId } from '@gauntlet/contract';
import { openEventSpool } from '../../packages/agent/src/spool/event-spool.ts';
import { createWaitingLine } from '../../packages/agent/src/spool/waiting-line.ts';
import { sampleResult } from './sample-results.ts';

/** What the agent puts into one event of results. */
const RESULTS_AN_EVENT = 500;

export type UnitOfResults = { unitId: UnitId; results: number };

/** @returns the bodies of the requests, in order, and how many results of which status are in them. */
export async function cutBatches(
  scratchFolder: string,
  units: readonly UnitOfResults[],
): Promise<{ bodies: Buffer[]; counts: Counts }> {
  const folder = await mkdtemp(join(scratchFolder, 'spool-'));
  const spool = openEventSpool({ folder, onRecovered: unexpected, onDiskFull: unexpected });
  const line = createWaitingLine(spool);
  const events = units.flatMap((unit, index) => eventsOf(unit, index));
  for (const event of events) line.push(spool.append(event));
  line.push(spool.append(finishOf(units, events)));
  line.setDue();
  const bodies: Buffer[] = [];
  for (let cut = line.cutBatch(); cut !== null; cut = line.cutBatch()) bodies.push(spool.bodyOf(cut.batch));
  spool.close();
  await rm(folder, { recursive: true });
  return { bodies, counts: sumOf(events) };
}

function unexpected(): never {
  throw new Error('A new spool holds nothing, and the disk has room.');
}

function eventsOf({ unitId, results }: UnitOfResults, unit: number): AgentEvent[] {
  const all = Array.from({ length: results }, (_, test) => sampleResult(unit, test, `${unitId}:${test + 1}`));
  const pieces: AgentEvent[] = [];
  for (let at = 0; at < all.length; at += RESULTS_AN_EVENT)
    pieces.push({ type: 'results', unitId, results: all.slice(at, at + RESULTS_AN_EVENT) });
  const counts = countsOf(all);
  const outcome = counts.failed > 0 ? 'failed' : 'passed';
  return [
    { type: 'unit-started', unitId },
    ...pieces,
    { type: 'unit-finished', unitId, outcome, counts, durationMs: 1000, exitCode: 0 },
  ];
}

function finishOf(units: readonly UnitOfResults[], events: readonly AgentEvent[]): AgentEvent {
  return {
    type: 'finish',
    manifest: { units: units.length, counts: sumOf(events), artifacts: 0, reason: 'done' },
  };
}

function countsOf(results: readonly ReportedResult[]): Counts {
  const failed = results.filter(({ status }) => status === 'failed').length;
  return { total: results.length, passed: results.length - failed, failed, skipped: 0, flaky: 0 };
}

function sumOf(events: readonly AgentEvent[]): Counts {
  const ends = events.flatMap((event) => (event.type === 'unit-finished' ? [event.counts] : []));
  const sum = (of: keyof Counts) => ends.reduce((total, counts) => total + counts[of], 0);
  return { total: sum('total'), passed: sum('passed'), failed: sum('failed'), skipped: 0, flaky: 0 };
}

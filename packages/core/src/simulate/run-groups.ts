/** What groups do in a simulated run: wait for a node, get ready, claim, report, finish, are lost. */
import { tooManyLosses } from '../executions/index.ts';
import { expectIdle, expectScan } from './run-nodes.ts';
import type { Group, Run } from './run-state.ts';

export function beginGroups(run: Run): void {
  addGroups(run, 1, true);
  if (run.scenario.start === 'together') addGroups(run, run.parallelism - 1, false);
}

function addGroups(run: Run, count: number, lead: boolean): void {
  for (let one = 0; one < count; one += 1) {
    run.waiting.push({ number: run.groupsMade, lead, node: undefined, batch: [] });
    run.groupsMade += 1;
  }
  placeWaiting(run);
  if (run.waiting.length > 0) expectScan(run);
}

export function placeWaiting(run: Run): void {
  const { nowMs, pool, queue, record, scenario, waiting } = run;
  if (waiting.length === 0) return;
  const places = pool.place(
    waiting.map(({ number }) => number),
    nowMs,
  );
  waiting.forEach((group, index) => {
    group.node = places[index];
    if (!group.node) return;
    run.alive.set(group.number, group);
    record?.({ atMs: nowMs, what: 'group-placed', group: group.number, node: group.node.name });
    const preparationMs = group.lead ? scenario.setupMs : scenario.groupSetupMs;
    queue.add(nowMs + scenario.podStartMs + preparationMs, { type: 'group-ready', group });
  });
  run.waiting = waiting.filter(({ node }) => node === undefined);
}

export function groupReady(run: Run, group: Group): void {
  if (!run.alive.has(group.number)) return;
  run.record?.({ atMs: run.nowMs, what: 'group-ready', group: group.number });
  // Where the first has no node yet, the units are listed by whoever is ready.
  if (!run.planned && (group.lead || run.waiting.some(({ lead }) => lead))) planMade(run);
  if (run.planned) claim(run, group, 'first');
  else run.held.push(group);
}

function planMade(run: Run): void {
  run.planned = true;
  if (run.scenario.start === 'after-listing') addGroups(run, run.parallelism - 1, false);
  for (const held of run.held) if (run.alive.has(held.number)) claim(run, held, 'first');
}

export function batchDone(run: Run, group: Group): void {
  if (!run.alive.has(group.number)) return;
  reportEnded(run, group);
  if (run.outcome === null) claim(run, group, 'again');
}

function claim(run: Run, group: Group, time: 'first' | 'again'): void {
  const { fate, nowMs, pending, queue, record, scenario } = run;
  const units = pending.claim(run.parallelism);
  if (units.length === 0) {
    finish(run, group);
    return;
  }
  if (time === 'first') run.groupsUsed += 1;
  record?.({ atMs: nowMs, what: 'units-claimed', group: group.number, units: units.length });
  let atMs = nowMs + scenario.batchStartMs;
  for (const unit of units) {
    const startedAtMs = atMs;
    atMs += fate.durationsMs[unit.index] ?? 0;
    group.batch.push({ unit, startedAtMs, endsAtMs: atMs });
  }
  queue.add(atMs, { type: 'batch-done', group });
}

function finish(run: Run, group: Group): void {
  run.alive.delete(group.number);
  run.record?.({ atMs: run.nowMs, what: 'group-finished', group: group.number });
  if (!group.node) return;
  run.pool.leave(group.node, group.number, run.nowMs);
  placeWaiting(run);
  expectIdle(run, group.node);
}

/** What came to its end by now counts, whatever becomes of its group. */
function reportEnded(run: Run, group: Group): void {
  const ended = group.batch.filter(({ endsAtMs }) => endsAtMs <= run.nowMs);
  group.batch = group.batch.filter(({ endsAtMs }) => endsAtMs > run.nowMs);
  for (const { unit, startedAtMs, endsAtMs } of ended)
    run.record?.({
      ...{ atMs: endsAtMs, what: 'unit-reported' },
      ...{ group: group.number, unit: unit.index, startedAtMs },
    });
  run.unitsLeft -= ended.length;
  if (run.unitsLeft === 0) run.outcome = 'completed';
}

/** Its node is gone, and the server does not know yet. */
export function cutOff(run: Run, group: Group): void {
  reportEnded(run, group);
  run.alive.delete(group.number);
  run.unitsLost += group.batch.filter(({ startedAtMs }) => startedAtMs < run.nowMs).length;
  run.queue.add(run.nowMs + run.scenario.lossNoticedMs, { type: 'loss-noticed', group });
}

/** Its units go back to the pool and another takes its place, unless too many were lost. */
export function lossNoticed(run: Run, group: Group): void {
  run.record?.({ atMs: run.nowMs, what: 'group-lost', group: group.number });
  run.groupsLost += 1;
  run.pending.giveBack(group.batch.map(({ unit }) => unit));
  if (isTooMany(run)) run.outcome = 'infrastructure';
  else {
    if (group.lead && !run.planned && run.held.some(({ number }) => run.alive.has(number))) planMade(run);
    addGroups(run, 1, group.lead && !run.planned);
  }
}

/** What is lost here are groups whose nodes were taken away: interruptions, as the server counts them. */
function isTooMany({ scenario: { mostLosses }, parallelism, groupsLost }: Run): boolean {
  if (mostLosses !== null) return groupsLost > mostLosses;
  return tooManyLosses({ runsOn: 'kubernetes', parallelism }, { losses: 0, interruptions: groupsLost });
}

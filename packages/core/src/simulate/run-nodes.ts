/** What nodes do in a simulated run: are ordered, come, stand idle, are taken away. */
import type { SimulatedNode } from './node-pool.ts';
import type { Run } from './run-state.ts';

const HOUR_MS = 3_600_000;

/** The autoscaler looks at the whole turns of its clock. */
export function expectScan(run: Run): void {
  if (run.scanAtMs !== null) return;
  const { scanMs } = run.scenario;
  run.scanAtMs = (Math.floor(run.nowMs / scanMs) + 1) * scanMs;
  run.queue.add(run.scanAtMs, { type: 'scan' });
}

export function scan(run: Run): void {
  run.scanAtMs = null;
  for (const node of run.pool.order(run.waiting.length, run.nowMs)) {
    run.record?.({ atMs: run.nowMs, what: 'node-ordered', node: node.name });
    run.queue.add(run.nowMs + node.kind.startMs, { type: 'node-ready', node });
  }
}

export function nodeReady(run: Run, node: SimulatedNode): void {
  node.state = 'ready';
  node.sinceMs = run.nowMs;
  run.record?.({ atMs: run.nowMs, what: 'node-ready', node: node.name });
  expectInterruption(run, node);
}

export function expectInterruption(run: Run, node: SimulatedNode): void {
  if (node.kind.lifetime !== 'spot') return;
  const afterMs = run.fate.random.exponential(run.scenario.interruptionsPerNodeHour / HOUR_MS);
  if (Number.isFinite(afterMs))
    run.queue.add(run.nowMs + Math.round(afterMs), { type: 'node-noticed', node });
}

/** Takes nothing new from now on; what runs there runs on. */
export function nodeNoticed(run: Run, node: SimulatedNode): void {
  if (node.state !== 'ready') return;
  node.state = 'noticed';
  run.interruptions += 1;
  run.record?.({ atMs: run.nowMs, what: 'node-noticed', node: node.name });
  run.queue.add(run.nowMs + run.scenario.noticeMs, { type: 'node-taken', node });
}

/** @returns the numbers of the groups that went with it */
export function nodeTaken(run: Run, node: SimulatedNode): number[] {
  const groups = [...node.groups];
  run.pool.end(node, run.nowMs);
  run.record?.({ atMs: run.nowMs, what: 'node-taken', node: node.name });
  expectScan(run);
  return groups;
}

export function expectIdle(run: Run, node: SimulatedNode): void {
  if (node.state !== 'ready' || node.groups.size > 0) return;
  run.queue.add(run.nowMs + run.scenario.scaleDownMs, { type: 'node-idle', node });
}

/** Removed if it has been idle all the time, and is not one that is always there. */
export function nodeIdle(run: Run, node: SimulatedNode): void {
  const idle = node.state === 'ready' && node.groups.size === 0;
  if (!idle || run.nowMs - node.sinceMs < run.scenario.scaleDownMs || !run.pool.isSpare(node)) return;
  run.pool.end(node, run.nowMs);
  run.record?.({ atMs: run.nowMs, what: 'node-removed', node: node.name });
}

/**
 * After the run: those that are always there are not its own any more, the others stand idle until they are
 * removed. What may be taken away meanwhile only makes it cheaper.
 */
export function endNodes(run: Run): void {
  const { nowMs, pool, scenario } = run;
  for (const node of pool.nodes()) for (const group of node.groups) pool.leave(node, group, nowMs);
  const longestIdleFirst = pool.nodes().toSorted((a, b) => a.sinceMs - b.sinceMs);
  for (const node of longestIdleFirst) {
    const stays = node.state === 'noticed' || !pool.isSpare(node);
    const idleSinceMs = node.state === 'ordered' ? node.orderedAtMs + node.kind.startMs : node.sinceMs;
    pool.end(node, stays ? nowMs : Math.max(nowMs, idleSinceMs + scenario.scaleDownMs));
  }
}

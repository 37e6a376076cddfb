/**
 * One run, event by event: groups start, claim, run and are lost, nodes come and go. Claims, places of groups and
 * the limit of losses are the server's own.
 *
 * Owns the state of one simulated run. Invariants: a unit is pending, claimed by one group, or reported, and
 * once reported it is never run again; time never goes back; the same order has the same end.
 */
import type { NodeAccount } from './node-pool.ts';
import { batchDone, beginGroups, cutOff, groupReady, lossNoticed, placeWaiting } from './run-groups.ts';
import {
  endNodes,
  expectIdle,
  expectInterruption,
  nodeIdle,
  nodeNoticed,
  nodeReady,
  nodeTaken,
  scan,
} from './run-nodes.ts';
import { createRun, type Run, type RunEvent, type RunOrder, type RunOutcome } from './run-state.ts';

export type SimulatedRun = NodeAccount & {
  outcome: RunOutcome;
  /** From the first group's order to the last unit's report; to the end where it did not complete. */
  makespanMs: number;
  /** Groups that claimed units. */
  groupsUsed: number;
  groupsLost: number;
  interruptions: number;
  /** Units that were lost in the middle: each is run again from its beginning. */
  unitsLost: number;
};

/** @param order of a scenario that `checkScenario` let pass */
export function simulateRun(order: RunOrder): SimulatedRun {
  const run = createRun(order);
  for (const node of run.pool.nodes()) {
    expectInterruption(run, node);
    expectIdle(run, node);
  }
  run.queue.add(run.scenario.limitMs, { type: 'time-is-up' });
  beginGroups(run);
  while (run.outcome === null) {
    const next = run.queue.next();
    if (!next) throw new Error('A simulated run came to a stop before its end.');
    run.nowMs = next.atMs;
    happen(run, next.event);
  }
  return endOf(run, run.outcome);
}

function happen(run: Run, event: RunEvent): void {
  switch (event.type) {
    case 'group-ready':
      groupReady(run, event.group);
      break;
    case 'batch-done':
      batchDone(run, event.group);
      break;
    case 'loss-noticed':
      lossNoticed(run, event.group);
      break;
    case 'node-ready':
      nodeReady(run, event.node);
      placeWaiting(run);
      expectIdle(run, event.node);
      break;
    case 'node-noticed':
      nodeNoticed(run, event.node);
      break;
    case 'node-taken':
      takeNode(run, event.node);
      break;
    case 'node-idle':
      nodeIdle(run, event.node);
      break;
    case 'scan':
      scan(run);
      break;
    case 'time-is-up':
      run.outcome = 'timeout';
  }
}

function takeNode(run: Run, node: Parameters<typeof nodeTaken>[1]): void {
  for (const number of nodeTaken(run, node)) {
    const group = run.alive.get(number);
    if (group) cutOff(run, group);
  }
}

function endOf(run: Run, outcome: RunOutcome): SimulatedRun {
  run.record?.({ atMs: run.nowMs, what: 'execution-ended', outcome });
  endNodes(run);
  const { groupsLost, groupsUsed, interruptions, nowMs, pool, unitsLost } = run;
  const counts = { groupsUsed, groupsLost, interruptions, unitsLost };
  return { outcome, makespanMs: nowMs, ...counts, ...pool.account() };
}

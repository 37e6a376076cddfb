/** The state of one simulated run; `simulate-run.ts` says what may be relied on. */
import { createEventQueue, type EventQueue } from './event-queue.ts';
import { createNodePool, type NodePool, type SimulatedNode } from './node-pool.ts';
import { createPendingUnits, type PendingUnit, type PendingUnits } from './pending-units.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

/** `infrastructure`: more groups were lost than the server lets pass. */
export type RunOutcome = 'completed' | 'infrastructure' | 'timeout';

/** What happened, for people. `atMs` is from the beginning, `unit` its place in the scenario. */
export type Happening = { atMs: number } & (
  | { what: 'group-placed'; group: number; node: string }
  | { what: 'group-ready' | 'group-finished' | 'group-lost'; group: number }
  | { what: 'units-claimed'; group: number; units: number }
  | { what: 'unit-reported'; group: number; unit: number; startedAtMs: number }
  | { what: 'node-ordered' | 'node-ready' | 'node-noticed' | 'node-taken' | 'node-removed'; node: string }
  | { what: 'execution-ended'; outcome: RunOutcome }
);

/** What chance decided before the run: every parallelism meets the same times. */
export type Fate = {
  /** By the place of the unit in the scenario. */
  durationsMs: readonly number[];
  /** Of interruptions. */
  random: Random;
};

export type Group = {
  number: number;
  lead: boolean;
  node: SimulatedNode | undefined;
  /** What it has claimed and not reported. */
  batch: { unit: PendingUnit; startedAtMs: number; endsAtMs: number }[];
};

export type RunEvent =
  | { type: 'group-ready' | 'batch-done' | 'loss-noticed'; group: Group }
  | { type: 'node-ready' | 'node-noticed' | 'node-taken' | 'node-idle'; node: SimulatedNode }
  | { type: 'scan' | 'time-is-up' };

export type Run = {
  scenario: Scenario;
  fate: Fate;
  /** Left out where nobody looks: one for each unit takes its time. */
  record: ((happening: Happening) => void) | undefined;
  /** Groups it wants, never more than units. */
  parallelism: number;
  queue: EventQueue<RunEvent>;
  pool: NodePool;
  pending: PendingUnits;
  /** Placed and neither finished nor lost, by their numbers. */
  alive: Map<number, Group>;
  /** Without a node, in the order they came. */
  waiting: Group[];
  /** Ready before the units are listed. */
  held: Group[];
  nowMs: number;
  scanAtMs: number | null;
  planned: boolean;
  unitsLeft: number;
  outcome: RunOutcome | null;
  groupsMade: number;
  groupsUsed: number;
  groupsLost: number;
  interruptions: number;
  unitsLost: number;
};

export type RunOrder = {
  scenario: Scenario;
  /** Sorted by `byLongestFirst`. */
  units: readonly PendingUnit[];
  parallelism: number;
  fate: Fate;
  record?: (happening: Happening) => void;
};

export const createRun = ({ scenario, units, parallelism, fate, record }: RunOrder): Run => ({
  ...{ scenario, fate, record },
  parallelism: Math.max(1, Math.min(parallelism, units.length)),
  queue: createEventQueue(),
  pool: createNodePool(scenario),
  pending: createPendingUnits(units),
  ...{ alive: new Map(), waiting: [], held: [] },
  ...{ nowMs: 0, scanAtMs: null, planned: false, unitsLeft: units.length, outcome: null },
  ...{ groupsMade: 0, groupsUsed: 0, groupsLost: 0, interruptions: 0, unitsLost: 0 },
});

/** What is simulated: units with their times, nodes to run them on, and how long everything around them takes. */
import { couldEverFit, type ResourceRequest } from '../executions/index.ts';
import { ok, type Result, refuse } from '../kernel/index.ts';
import { type Expander, emptyNode, type NodeKind } from './node-kind.ts';

/** A unit and what it took in its recent runs: one number at least, milliseconds. */
export type SimulatedUnit = { key: string; durationsMs: readonly number[] };

/** Times are milliseconds. */
export type Scenario = {
  units: readonly SimulatedUnit[];
  kinds: readonly NodeKind[];
  request: ResourceRequest;
  /**
   * When the groups beside the first are ordered: as on a host, or as in a cluster. None claims before one has listed:
   * the first, or another that is ready while the first waits for a node.
   */
  start: 'after-listing' | 'together';
  /** From a pod on a node that is ready to its first command. */
  podStartMs: number;
  /** What the first group does before the others begin: fetch, set up, list. */
  setupMs: number;
  /** What each other group does before its first claim. */
  groupSetupMs: number;
  /** What a claim costs besides its units: the start of the framework, the way to the server and back. */
  batchStartMs: number;
  /** How far a unit's time is from the one that is known, as a share of it; those with several known times vary as they did. */
  variation: number;
  /** How often a spot node is taken away, in an hour. */
  interruptionsPerNodeHour: number;
  /** From the notice of an interruption to its coming true. */
  noticeMs: number;
  /** From the end of a node to Gauntlet's knowing that its groups are lost. */
  lossNoticedMs: number;
  /** Groups lost after which the execution ends as infrastructure; null: as many as the server lets pass. */
  mostLosses: number | null;
  /** How often the autoscaler looks for pods without a node. */
  scanMs: number;
  /** How long an idle node stays. */
  scaleDownMs: number;
  expander: Expander;
  /** When the execution is ended as a timeout. */
  limitMs: number;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** All but what differs from suite to suite and cluster to cluster. */
export const SCENARIO_DEFAULTS = {
  start: 'after-listing',
  podStartMs: SECOND,
  setupMs: 0,
  batchStartMs: 0,
  variation: 0.1,
  interruptionsPerNodeHour: 0,
  noticeMs: 2 * MINUTE,
  // Three heartbeats of 30 seconds that did not come.
  lossNoticedMs: 90 * SECOND,
  mostLosses: null,
  scanMs: 10 * SECOND,
  scaleDownMs: 10 * MINUTE,
  expander: 'priority',
  limitMs: 120 * MINUTE,
} as const satisfies Partial<Scenario>;

export type ScenarioRefusal = { code: 'no-units' | 'no-node-fits'; message: string };

/** Whether the run could come to an end at all. */
export function checkScenario({ units, kinds, request }: Scenario): Result<undefined, ScenarioRefusal> {
  if (units.length === 0) return refuse({ code: 'no-units', message: 'There are no units to run.' });
  const usable = kinds.filter(({ most }) => most > 0).map((kind) => emptyNode(kind, kind.name));
  if (couldEverFit(usable, request)) return ok(undefined);
  const wanted = `${request.cpuMillis}m of CPU and ${Math.ceil(request.memoryBytes / 2 ** 20)} MiB of memory`;
  return refuse({ code: 'no-node-fits', message: `No node can take a group that wants ${wanted}.` });
}

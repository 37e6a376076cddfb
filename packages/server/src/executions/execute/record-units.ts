/**
 * What a stretch of reports says of units, recorded in a few statements however many units it speaks of:
 * a suite of small files reports dozens of them at once.
 */
import type { AgentEvent, Counts, ExecutionEvent, ReportedResult, UnitId } from '@gauntlet/contract';
import { isBeingEnded, NO_COUNTS } from '../execution.ts';
import type { HeldUnit, UnitEnd } from './ports.ts';
import type { Scene } from './scene.ts';

type Of<Type extends AgentEvent['type']> = Extract<AgentEvent, { type: Type }>;
export type UnitEvent = Of<'unit-started'> | Of<'results'> | Of<'unit-finished'> | Of<'unit-returned'>;

export const isUnitEvent = (event: AgentEvent): event is UnitEvent =>
  event.type === 'unit-started' ||
  event.type === 'results' ||
  event.type === 'unit-finished' ||
  event.type === 'unit-returned';

/** Where a unit stands after the stretch. What is said of it after its end is not heard. */
type Story = {
  unit: HeldUnit;
  /** It is run again: what was stored of it does not count. */
  restarted: boolean;
  started: boolean;
  results: ReportedResult[];
  finished: Of<'unit-finished'> | null;
  returned: boolean;
};

export async function recordUnits(scene: Scene, events: readonly UnitEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { deps, tx, group } = scene;
  const unitIds = [...new Set(events.map(({ unitId }) => unitId))];
  const held = await deps.units.heldBy(tx, group.groupId, unitIds);
  const { stories, heard } = follow(events, held);
  await storeStories(scene, [...stories.values()]);
  const ends = await finishUnits(scene, [...stories.values()]);
  for (const event of heard) scene.facts.push(...factsOf(event, scene, held, ends));
  scene.facts.push(...resultsFact(scene, [...stories.values()]));
}

/** Of units whose end is not told with them: who watches sees each result when it is there. */
function resultsFact({ group }: Scene, stories: readonly Story[]): ExecutionEvent[] {
  const open = stories.filter(({ finished, returned }) => !finished && !returned);
  const results = open.reduce((sum, story) => sum + story.results.length, 0);
  return results === 0 ? [] : [{ type: 'results-recorded', data: { groupIndex: group.index, results } }];
}

/** Units that are not the group's are not heard at all. */
function follow(events: readonly UnitEvent[], held: ReadonlyMap<UnitId, HeldUnit>) {
  const stories = new Map<UnitId, Story>();
  const heard: UnitEvent[] = [];
  for (const event of events) {
    const unit = held.get(event.unitId);
    if (!unit) continue;
    const story = stories.get(event.unitId) ?? newStory(unit);
    stories.set(event.unitId, story);
    if (story.finished || story.returned) continue;
    continueStory(story, event);
    heard.push(event);
  }
  return { stories, heard };
}

const newStory = (unit: HeldUnit): Story => ({
  unit,
  restarted: false,
  started: false,
  results: [],
  finished: null,
  returned: false,
});

function continueStory(story: Story, event: UnitEvent): void {
  if (event.type === 'results') story.results.push(...event.results);
  else if (event.type === 'unit-finished') story.finished = event;
  else if (event.type === 'unit-returned') story.returned = true;
  else {
    story.restarted ||= story.started || story.unit.state === 'started';
    if (story.restarted) story.results = [];
    story.started = true;
  }
}

async function storeStories({ deps, tx, group, execution }: Scene, stories: readonly Story[]): Promise<void> {
  const now = deps.clock.now();
  // Ended by a user or by the limit, the units stay as they were interrupted: nobody runs them again.
  const givenBack = ({ returned }: Story) => returned && !isBeingEnded(execution);
  const ids = (chosen: (story: Story) => boolean) => stories.filter(chosen).map(({ unit }) => unit.unitId);
  await deps.results.discard(
    tx,
    ids((story) => story.restarted || givenBack(story)),
  );
  await deps.units.start(
    tx,
    ids((story) => story.started && !story.finished && !givenBack(story)),
    now,
  );
  await deps.units.giveBack(tx, ids(givenBack));
  const where = { executionId: execution.executionId, attempt: execution.attempt, groupId: group.groupId };
  const kept = stories.filter((story) => !givenBack(story));
  const rows = kept.flatMap(({ unit, results }) =>
    results.map((result) => ({ unitId: unit.unitId, result })),
  );
  await deps.results.insert(tx, where, rows, now);
}

type EndedUnit = {
  counts: Counts;
  failures: Extract<ExecutionEvent, { type: 'unit-finished' }>['data']['failures'];
};

/** The server's own count of what it stored is what stands; the agent's is checked in the manifest. */
async function finishUnits(
  { deps, tx, group }: Scene,
  stories: readonly Story[],
): Promise<ReadonlyMap<UnitId, EndedUnit>> {
  const finished = stories.flatMap((story) => story.finished ?? []);
  if (finished.length === 0) return new Map();
  const counts = await deps.results.countsOfUnits(
    tx,
    finished.map(({ unitId }) => unitId),
  );
  const ends = finished.map((event) => endOf(event, counts));
  await deps.units.finish(tx, ends, deps.clock.now());
  await deps.groups.countUnits(
    tx,
    group.groupId,
    ends.map((end) => end.counts),
  );
  const bad = ends.filter((end) => end.counts.failed > 0).map(({ unitId }) => unitId);
  const failures = await deps.results.failuresOfUnits(tx, bad, MOST_FAILURES);
  return new Map(
    ends.map((end) => [end.unitId, { counts: end.counts, failures: failures.get(end.unitId) ?? [] }]),
  );
}

/** Of one unit, in its event: the rest is in the results. */
const MOST_FAILURES = 20;

const endOf = (event: Of<'unit-finished'>, counts: ReadonlyMap<UnitId, Counts>): UnitEnd => ({
  unitId: event.unitId,
  outcome: event.outcome,
  reason: event.reason ?? null,
  message: event.message ?? null,
  unexplained: event.unexplained ?? null,
  counts: counts.get(event.unitId) ?? NO_COUNTS,
  durationMs: Math.round(event.durationMs),
  exitCode: event.exitCode,
});

function factsOf(
  event: UnitEvent,
  { group }: Scene,
  held: ReadonlyMap<UnitId, HeldUnit>,
  ends: ReadonlyMap<UnitId, EndedUnit>,
): ExecutionEvent[] {
  const unit = held.get(event.unitId);
  if (!unit || event.type === 'results') return [];
  const data = { unitId: event.unitId, title: unit.title, groupIndex: group.index };
  if (event.type !== 'unit-finished') return [{ type: event.type, data }];
  const { outcome, reason, message, durationMs } = event;
  const { counts, failures } = ends.get(event.unitId) ?? { counts: NO_COUNTS, failures: [] };
  const file = unit.file ?? undefined;
  return [
    {
      type: 'unit-finished',
      data: { ...data, file, outcome, reason, message, counts, durationMs, failures },
    },
  ];
}

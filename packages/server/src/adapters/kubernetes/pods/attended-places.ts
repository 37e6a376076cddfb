/**
 * Which environments are attended: those that somebody has asked about and nobody has left since, each by its access
 * and configuration as they are now. It owns one connection and one watch for each; environments of one cluster share its pace.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EnvironmentOpener, OpenedEnvironment } from '../../../environments/index.ts';
import type { ClusterTrouble } from '../../../executions/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { createPacer, type PaceLimits, type Pacer, USUAL_PACE } from '../api/pacer.ts';
import { createRest, type Rest } from '../api/rest.ts';
import type { InClusterPlace } from '../in-cluster.ts';
import { type Attended, attend } from '../watch/attend.ts';
import { USUAL_WATCH_PACE, type WatchPace } from '../watch/keep-watching.ts';
import { wayTo } from '../way-to.ts';
import { createInventory } from './read-room.ts';

export type PlaceSettings = {
  openEnvironment: EnvironmentOpener;
  instance: string;
  outboundAllow: readonly string[];
  inCluster: InClusterPlace | null;
  clock: Clock;
  log: Log;
  onChange(environmentId: EnvironmentId): void;
  pace?: PaceLimits;
  watchPace?: WatchPace;
  /** For one request. */
  timeoutSeconds?: number;
};

export type Place = {
  opened: OpenedEnvironment;
  rest: Rest;
  attended: Attended;
  inventory: ReturnType<typeof createInventory>;
};

/** A change of an environment is noticed within this time. */
const OPENED_FOR_MS = 5000;
/** Nobody asks, though nobody has left it: what was asked about once, after its end. */
const UNUSED_MS = 30 * 60 * 1000;

type Entry = { place: Place | null; checkedAt: number; usedAt: number; found: Promise<Found> };
type Found = Result<Place, ClusterTrouble>;

export function createAttendedPlaces(settings: PlaceSettings) {
  const { clock, openEnvironment } = settings;
  const entries = new Map<EnvironmentId, Entry>();
  const pacers = new Map<string, Pacer>();
  const pacerOf = (clusterId: string): Pacer => {
    const pacer = pacers.get(clusterId) ?? createPacer(settings.pace ?? USUAL_PACE);
    pacers.set(clusterId, pacer);
    return pacer;
  };
  const open = async (environmentId: EnvironmentId, entry: Entry): Promise<Found> => {
    const opened = await openEnvironment(environmentId);
    const { place } = entry;
    if (opened.ok && place && place.opened.version === opened.value.version) return ok(place);
    entry.place = null;
    await place?.attended.close();
    if (!opened.ok) return refuse({ code: 'closed', message: opened.error.message });
    entry.place = attendPlace(settings, environmentId, opened.value, pacerOf(opened.value.clusterId));
    return ok(entry.place);
  };
  const closeUnused = (now: number): void => {
    for (const [environmentId, entry] of entries) {
      if (now - entry.usedAt < UNUSED_MS) continue;
      entries.delete(environmentId);
      void entry.place?.attended.close();
    }
  };
  return {
    /** @param as `now`: where something is made, for it would be out of sight where the environment was before */
    find: (environmentId: EnvironmentId, as: 'lately' | 'now' = 'lately'): Promise<Found> => {
      const now = clock.now().getTime();
      const entry = entries.get(environmentId) ?? emptyEntry();
      entries.set(environmentId, entry);
      entry.usedAt = now;
      closeUnused(now);
      if (as === 'lately' && now - entry.checkedAt < OPENED_FOR_MS) return entry.found;
      entry.checkedAt = now;
      // One after another, whatever became of the one before.
      entry.found = entry.found.then(
        () => open(environmentId, entry),
        () => open(environmentId, entry),
      );
      entry.found.catch(() => {
        entry.checkedAt = 0;
      });
      return entry.found;
    },
    leave: async (environmentId: EnvironmentId): Promise<void> => {
      const entry = entries.get(environmentId);
      entries.delete(environmentId);
      await Promise.allSettled([entry?.found]);
      await entry?.place?.attended.close();
    },
    /** Those of the same cluster, itself included. */
    ofClusterOf: ({ opened }: Place): Place[] =>
      [...entries.values()].flatMap(({ place }) =>
        place !== null && place.opened.clusterId === opened.clusterId ? [place] : [],
      ),
    close: async (): Promise<void> => {
      const all = [...entries.values()];
      entries.clear();
      await Promise.allSettled(all.map(({ found }) => found));
      await Promise.all(all.map(({ place }) => place?.attended.close()));
    },
  };
}

const NOT_OPENED: Found = refuse({ code: 'unavailable', message: 'The environment has not been opened.' });
const emptyEntry = (): Entry => ({
  ...{ place: null, checkedAt: 0, usedAt: 0 },
  found: Promise.resolve(NOT_OPENED),
});

function attendPlace(
  settings: PlaceSettings,
  environmentId: EnvironmentId,
  opened: OpenedEnvironment,
  pacer: Pacer,
): Place {
  const { inCluster, outboundAllow, timeoutSeconds, instance, log, clock } = settings;
  const rest = createRest({
    ...{ outboundAllow, pacer, way: () => wayTo(opened.access, inCluster) },
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });
  const attended = attend({
    ...{ rest, instance, log, name: opened.name, namespace: opened.namespace },
    pace: settings.watchPace ?? USUAL_WATCH_PACE,
    onChange: () => settings.onChange(environmentId),
  });
  return { opened, rest, attended, inventory: createInventory(rest, attended, () => clock.now().getTime()) };
}

/**
 * Groups as pods of clusters. Nothing is remembered here that is not in the cluster: what runs is known by lists and
 * watches, and known again after a restart; why something was ended is noted in the cluster.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type {
  ClusterRoom,
  ClusterTrouble,
  LaunchOutcome,
  PodExecutor,
  PodOrder,
  PodSize,
  SeenPod,
  SpotChoice,
} from '../../executions/index.ts';
import { clusterTrouble } from './api/cluster-trouble.ts';
import { podRequestOf } from './job/settings.ts';
import type { NodeObject } from './nodes/node-objects.ts';
import type { Wanted } from './nodes/read-nodes.ts';
import { createAttendedPlaces, type Place, type PlaceSettings } from './pods/attended-places.ts';
import { countRoom, roomFor } from './pods/count-room.ts';
import { endPod } from './pods/end-pod.ts';
import { type AgentPlace, groupOrderOf, jobSettingsOf, strictest } from './pods/job-settings.ts';
import { launchPod } from './pods/launch-pod.ts';
import { lookForPod } from './pods/look-for-pod.ts';
import { readPodLog } from './pods/read-pod-log.ts';
import { classify } from './standing/classify.ts';
import type { PodObject } from './standing/objects.ts';
import { end, waiting } from './standing/standing.ts';
import type { GroupSighting } from './watch/sightings.ts';

export type PodExecutorSettings = Omit<PlaceSettings, 'onChange'> &
  AgentPlace & {
    /** For what one pod has printed. */
    logSeconds?: number;
  };

/** What happens together is told once. */
const TOLD_AFTER_MS = 50;

export function createKubernetesPodExecutor(settings: PodExecutorSettings): PodExecutor {
  const { clock, instance, logSeconds } = settings;
  const changes = createChanges();
  const places = createAttendedPlaces({ ...settings, onChange: changes.tell });
  const within = async <Value>(
    environmentId: EnvironmentId,
    work: (place: Place) => Promise<Result<Value, ClusterTrouble>> | Result<Value, ClusterTrouble>,
  ): Promise<Result<Value, ClusterTrouble>> => {
    const place = await places.find(environmentId);
    return place.ok ? work(place.value) : place;
  };
  return {
    room: (environmentId, pod) =>
      within(environmentId, (place) => readRoom(place, places.ofClusterOf(place), pod, clock.now())),
    launch: async (order) => {
      const place = await places.find(order.environmentId, 'now');
      return place.ok ? launch(settings, place.value, order) : notOpened(place.error);
    },
    look: (environmentId) => within(environmentId, (place) => look(place, clock.now())),
    lookFor: (pod) =>
      within(pod.environmentId, ({ rest, opened }) =>
        lookForPod({ rest, namespace: opened.namespace, instance }, pod),
      ),
    end: (pod, why, grace) =>
      within(pod.environmentId, ({ rest, opened, attended }) => {
        const noted = attended.sightings.endedByUs;
        return endPod({ rest, namespace: opened.namespace, instance, noted }, pod, why, grace);
      }),
    readLog: (pod, most) =>
      within(pod.environmentId, ({ rest, opened }) =>
        readPodLog({ rest, namespace: opened.namespace, instance, logSeconds }, pod, most),
      ),
    onChange: changes.listen,
    leave: places.leave,
    close: async () => {
      changes.close();
      await places.close();
    },
  };
}

function createChanges() {
  const listeners: ((environmentId: EnvironmentId) => void)[] = [];
  const due = new Map<EnvironmentId, NodeJS.Timeout>();
  return {
    listen: (listener: (environmentId: EnvironmentId) => void): void => {
      listeners.push(listener);
    },
    tell: (environmentId: EnvironmentId): void => {
      if (due.has(environmentId)) return;
      const tell = () => {
        due.delete(environmentId);
        for (const listener of listeners) listener(environmentId);
      };
      due.set(environmentId, setTimeout(tell, TOLD_AFTER_MS));
    },
    close: (): void => {
      listeners.length = 0;
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
    },
  };
}

async function launch(agent: AgentPlace, place: Place, order: PodOrder): Promise<LaunchOutcome> {
  const settings = jobSettingsOf(agent, place.opened, order.spot);
  if (!settings.ok) return { outcome: 'refused', end: settings.error };
  return launchPod(place.rest, groupOrderOf(order), settings.value, place.attended.sightings.made);
}

function notOpened({ message }: ClusterTrouble): LaunchOutcome {
  const text = `The Job could not be made yet: ${message}`;
  const standing = waiting('creation', text, end('infrastructure', 'not-started', text));
  return { outcome: 'later', standing: standing as Extract<typeof standing, { phase: 'waiting' }> };
}

function look({ attended, opened }: Place, now: Date): Result<readonly SeenPod[], ClusterTrouble> {
  const blind = attended.blind();
  if (blind) return refuse(blind);
  const known = opened.configuration.autoscale ? null : attended.nodes();
  const wanted = wantedOf(opened.configuration, '', null);
  return ok(attended.sightings.groups(now).map((group) => seenPodOf(group, known, wanted)));
}

function seenPodOf(
  { jobName, identity, createdAt, sighting, standing }: GroupSighting,
  nodes: readonly NodeObject[] | null,
  wanted: Wanted,
): SeenPod {
  const pods = [...sighting.pods.values()];
  const pod: PodObject | undefined = (pods.find(({ state }) => state === 'there') ?? pods.at(-1))?.object;
  const waitsForNodes = standing.phase === 'waiting' && standing.for === 'nodes';
  return {
    ...({ ...identity } as Pick<SeenPod, 'groupId' | 'executionId' | 'index' | 'attempt'>),
    ...{ jobName, createdAt },
    podName: pod?.metadata?.name ?? null,
    nodeName: pod?.spec?.nodeName ?? null,
    standing: waitsForNodes && nodes ? classify(sighting, roomFor(sighting, nodes, wanted)) : standing,
  };
}

type Configuration = Place['opened']['configuration'];

const wantedOf = (
  { nodeSelector, tolerations, spot, defaultImage }: Configuration,
  image: string | null,
  asked: SpotChoice | null,
): Wanted => ({
  nodeSelector,
  tolerations,
  spot: strictest(spot, asked),
  image: image ?? defaultImage ?? '',
});

async function readRoom(
  { inventory, opened: { configuration } }: Place,
  ofCluster: readonly Place[],
  pod: PodSize & { image: string | null; spot: SpotChoice | null },
  now: Date,
): Promise<Result<ClusterRoom, ClusterTrouble>> {
  const wanted = wantedOf(configuration, pod.image, pod.spot);
  const request = { ...podRequestOf(pod), spot: wanted.spot };
  const seen = await inventory();
  if (!seen.ok) return refuse(clusterTrouble(seen.error, 'list nodes and pods'));
  // Nobody knows what room there is: pods are made, and wait in the cluster for theirs.
  if (seen.value === 'unseen') return ok({ nodes: [], ownPods: 0, request, autoscale: true });
  const sightings = ofCluster.flatMap(({ attended }) =>
    attended.sightings.groups(now).map(({ sighting }) => sighting),
  );
  const room = countRoom(seen.value.nodes, seen.value.pods, sightings, wanted);
  return ok({ ...room, request, autoscale: configuration.autoscale });
}

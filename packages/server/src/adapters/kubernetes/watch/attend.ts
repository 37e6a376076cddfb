/**
 * One environment, watched: the Jobs, pods and events of its namespace, and the nodes of its cluster. It owns the
 * four loops and what they have seen. Events and nodes may be kept from Gauntlet; without them less is explained,
 * and room is not known.
 */
import type { ClusterTrouble } from '../../../executions/index.ts';
import type { Log } from '../../../kernel/log.ts';
import { clusterTrouble } from '../api/cluster-trouble.ts';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { selectorOf } from '../job/labels.ts';
import type { NodeObject } from '../nodes/node-objects.ts';
import type { EventObject, JobObject, PodObject } from '../standing/objects.ts';
import { keepWatching, type WatchListener, type WatchPace } from './keep-watching.ts';
import { eventsPath, jobsPath, NODES_PATH, podsPath } from './paths.ts';
import { createSightings } from './sightings.ts';

export type AttendSettings = {
  rest: Rest;
  name: string;
  namespace: string;
  instance: string;
  pace: WatchPace;
  log: Log;
  onChange(): void;
};

export type Attended = ReturnType<typeof attend>;

const NOT_YET: ClusterTrouble = {
  code: 'unavailable',
  message: 'What runs in the cluster is being listed for the first time.',
};

export function attend(settings: AttendSettings) {
  const { rest, namespace, instance, pace } = settings;
  const ending = new AbortController();
  const sightings = createSightings();
  const nodes = createNodes();
  const ours = { labelSelector: selectorOf(instance) };
  const watch = <Item extends object>(kind: string, path: string, query: Query, seen: Seen<Item>): Sight => {
    const watched = { rest, path, query, pace, signal: ending.signal };
    return keepSight(settings, kind, seen, (listener) => keepWatching(watched, listener));
  };
  const jobs = watch<JobObject>('jobs', jobsPath(namespace), ours, {
    begins: sightings.jobsListBegins,
    listed: sightings.jobsListed,
    changed: sightings.job,
  });
  const pods = watch<PodObject>('pods', podsPath(namespace), ours, {
    listed: sightings.podsListed,
    changed: sightings.pod,
  });
  const events = watch<EventObject>(
    'events',
    eventsPath(namespace),
    {},
    {
      listed: sightings.eventsListed,
      changed: sightings.event,
    },
  );
  const ofNodes = watch<NodeObject>('nodes', NODES_PATH, {}, nodes);
  return {
    sightings,
    /** Null: what was seen is all there is. What is said of it may be kept from Gauntlet. */
    blind: (): ClusterTrouble | null => {
      const isHeard = events.state.listed || events.state.trouble !== null;
      const isSeen = jobs.state.listed && pods.state.listed;
      return jobs.state.trouble ?? pods.state.trouble ?? (isSeen && isHeard ? null : NOT_YET);
    },
    /** Null: not listed yet, or not to be looked at. */
    nodes: (): readonly NodeObject[] | null =>
      ofNodes.state.listed && !ofNodes.state.trouble ? nodes.all() : null,
    close: async (): Promise<void> => {
      ending.abort();
      rest.close();
      await Promise.all([jobs, pods, events, ofNodes].map(({ ended }) => ended));
    },
  };
}

type Query = Readonly<Record<string, string>>;
type Seen<Item> = Pick<WatchListener<Item>, 'listed' | 'changed'> & { begins?(): void };
type Sight = { state: { listed: boolean; trouble: ClusterTrouble | null }; ended: Promise<void> };

function createNodes() {
  const byName = new Map<string, NodeObject>();
  const put = (node: NodeObject) => byName.set(node.metadata?.name ?? '', node);
  return {
    all: () => [...byName.values()],
    listed: (all: readonly NodeObject[]): void => {
      byName.clear();
      all.forEach(put);
    },
    changed: ({ type, object }: { type: 'seen' | 'deleted'; object: NodeObject }): void => {
      if (type === 'seen') put(object);
      else byName.delete(object.metadata?.name ?? '');
    },
  };
}

/** Whether one kind can be seen, and since when not. */
function keepSight<Item>(
  { name, log, onChange }: AttendSettings,
  kind: string,
  seen: Seen<Item>,
  watch: (listener: WatchListener<Item>) => Promise<void>,
): Sight {
  const state: Sight['state'] = { listed: false, trouble: null };
  const setTrouble = (trouble: ApiTrouble | null): void => {
    const hadTrouble = state.trouble !== null;
    state.trouble = trouble && clusterTrouble(trouble, `list and watch ${kind}`);
    if (hadTrouble === (state.trouble !== null)) return;
    const fields = { environment: name, kind, ...(state.trouble ? { reason: state.trouble.message } : {}) };
    if (state.trouble) log.warn(fields, 'A cluster cannot be watched.');
    else log.info(fields, 'A cluster can be watched again.');
    onChange();
  };
  const ended = watch({
    begins: () => seen.begins?.(),
    listed: (items) => {
      seen.listed(items);
      state.listed = true;
      onChange();
    },
    changed: (change) => {
      seen.changed(change);
      onChange();
    },
    wrong: (err) => log.error({ environment: name, kind, err }, 'A cluster sent what could not be read.'),
    trouble: setTrouble,
  });
  return { state, ended };
}

/** Whether this server runs tests as pods of clusters, and what it lacks where it cannot. */
import type { Config } from '../config.ts';
import type { PodAbility, PodExecutor } from '../executions/index.ts';

/** Of this installation: what runs in a pod beside the tests, and where it finds the API. */
type AgentPlace = { agentImage: string; serverUrl: string };
export type MakePodExecutor = (place: AgentPlace) => PodExecutor;

export type Pods = {
  /** Null: this process has not the role, or not the means. */
  pods: PodExecutor | null;
  podAbility: PodAbility;
};

type PodSettings = Pick<Config, 'roles' | 'agentImage' | 'clusterApiUrl' | 'publicUrl' | 'apiUrl'>;

export function createPods(settings: PodSettings, make: MakePodExecutor): Pods {
  const place = placeOf(settings);
  if (typeof place === 'string') return without(place);
  return {
    pods: settings.roles.includes('scheduler') ? make(place) : null,
    podAbility: { runs: 'pods' },
  };
}

const without = (missing: string): Pods => ({ pods: null, podAbility: { runs: 'no-pods', missing } });

/** @returns what is missing, in a sentence */
function placeOf({ agentImage, ...urls }: PodSettings): AgentPlace | string {
  if (agentImage === null)
    return 'GAUNTLET_AGENT_IMAGE has to name the image of Gauntlet that its agents run in pods.';
  const serverUrl = urls.clusterApiUrl ?? urls.apiUrl ?? urls.publicUrl;
  if (serverUrl === null)
    return 'GAUNTLET_CLUSTER_API_URL, or the public URL, has to say where agents in clusters find the API.';
  return { agentImage, serverUrl };
}

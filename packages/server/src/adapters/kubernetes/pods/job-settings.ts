/** What a group's Job is planned from, of an order and the environment that it is for. */

import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { OpenedEnvironment } from '../../../environments/index.ts';
import type { PodEnd, PodOrder, SpotChoice } from '../../../executions/index.ts';
import type { GroupOrder, JobSettings } from '../job/settings.ts';
import { end } from '../standing/standing.ts';

/** Of this installation; null: nobody has said it. */
export type AgentPlace = {
  /** Which Gauntlet it is: several may share a namespace. */
  instance: string;
  /** The image of server and agent. */
  agentImage: string | null;
  /** Where agents find the API, seen from within the cluster. */
  serverUrl: string | null;
  /** Where agents show their metrics; null: nowhere. */
  agentMetricsPort?: number | null;
  /** Certificates in PEM that agents trust besides the usual ones; null: none. */
  agentCa?: string | null;
};

/** Neither root nor anybody that an image knows. */
const USER = { uid: 1000, gid: 1000 };

export function jobSettingsOf(
  { instance, agentImage, serverUrl, agentMetricsPort, agentCa }: AgentPlace,
  { namespace, configuration, provider }: OpenedEnvironment,
  spot: SpotChoice | null,
): Result<JobSettings, PodEnd> {
  if (agentImage === null)
    return refuse(
      notSet('GAUNTLET_AGENT_IMAGE must name the image of Gauntlet that agents run in clusters.'),
    );
  if (serverUrl === null)
    return refuse(
      notSet('GAUNTLET_CLUSTER_API_URL, or the public URL, must say where agents in clusters find the API.'),
    );
  return ok({
    ...{ instance, namespace, agentImage, serverUrl, metricsPort: agentMetricsPort ?? undefined },
    agentCa: agentCa ?? undefined,
    environment: { ...configuration, spot: strictest(configuration.spot, spot) },
    user: provider === 'openshift' ? 'of-the-cluster' : USER,
    rootFilesystem: configuration.rootFilesystem,
  });
}

const notSet = (message: string) => end('user-error', 'configuration', message);

/** Who refuses such nodes has a reason; else the definition knows better than the environment. */
export const strictest = (ofEnvironment: SpotChoice, ofDefinition: SpotChoice | null): SpotChoice =>
  ofEnvironment === 'refuse' ? 'refuse' : (ofDefinition ?? ofEnvironment);

export function groupOrderOf({ environmentId: _, spot: __, image, ...order }: PodOrder): GroupOrder {
  return { ...order, image: image ?? undefined };
}

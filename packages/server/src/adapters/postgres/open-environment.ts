/** An environment of a cluster as whoever runs something there needs it: with its cluster's access, opened. */
import type { ClusterId, ClusterProvider } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { EnvironmentOpener } from '../../environments/index.ts';
import type { Seal } from '../../kernel/seal.ts';
import { openAccess } from './cluster-shelf.ts';
import { configurationOf } from './cluster-view.ts';
import type { Database } from './database.ts';

export function createPostgresEnvironmentOpener(database: Database, seal: Seal): EnvironmentOpener {
  return async (environmentId) => {
    const row = await database
      .selectFrom('execution_environments as place')
      .innerJoin('clusters', 'clusters.cluster_id', 'place.cluster_id')
      .selectAll('clusters')
      .select([
        'place.environment_name',
        'place.namespace',
        'place.configuration',
        'place.updated_at as place_updated_at',
      ])
      .where('place.environment_id', '=', environmentId)
      .executeTakeFirst();
    if (!row) return closed('The environment is not there any more.');
    const access = await openAccess(seal, row);
    if (access === null || row.namespace === null)
      return closed(`The environment ${row.environment_name} is this server's own host.`);
    if (!access.ok)
      return closed(
        `The access of the cluster ${row.cluster_name} cannot be opened. ${access.error.message}`,
      );
    return ok({
      version: `${row.updated_at.toISOString()} ${row.place_updated_at.toISOString()}`,
      clusterId: row.cluster_id as ClusterId,
      name: row.environment_name,
      provider: row.provider as ClusterProvider,
      namespace: row.namespace,
      access: access.value,
      configuration: configurationOf(row.configuration),
    });
  };
}

const closed = (message: string) => refuse({ code: 'closed' as const, message });

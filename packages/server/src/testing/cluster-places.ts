/** A cluster with environments in it, as rows: for suites to which a cluster is a map. */
import type { EnvironmentId } from '@gauntlet/contract';
import type { Stage } from './execution-stage.ts';

const CLUSTER = '01a20000-0000-7000-8000-000000000001';

/** By their names; each namespace is called as its environment. */
export async function addEnvironments<Name extends string>(
  { database }: Pick<Stage, 'database'>,
  names: readonly Name[],
): Promise<Record<Name, EnvironmentId>> {
  const common = { status: 'ready', created_at: new Date() };
  await database
    .insertInto('clusters')
    .values({
      cluster_id: CLUSTER,
      cluster_name: 'blue',
      provider: 'kubernetes',
      access: 'in-cluster',
      ...common,
    })
    .execute();
  const ids = names.map((name) => [name, crypto.randomUUID() as EnvironmentId] as const);
  for (const [name, id] of ids)
    await database
      .insertInto('execution_environments')
      .values({
        environment_id: id,
        environment_name: name,
        cluster_id: CLUSTER,
        namespace: name,
        configuration: JSON.stringify({ defaultImage: 'node:24' }),
        ...common,
      })
      .execute();
  return Object.fromEntries(ids) as Record<Name, EnvironmentId>;
}

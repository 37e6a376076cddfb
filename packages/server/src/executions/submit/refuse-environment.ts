/** Where an execution is to run has to be there, and open, and of a kind that this server can run tests in. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { RunPlace } from '../../environments/index.ts';

export type EnvironmentRefusal = Refusal<'environment-missing' | 'environment-disabled' | 'executor-missing'>;

/** @param name null: the server's own host. */
export function usableEnvironment(
  place: RunPlace | null,
  name: string | null,
): Result<RunPlace, EnvironmentRefusal> {
  if (place === null) return refuse(environmentMissing(name ?? 'local'));
  const closed = refuseClosed(place) ?? refuseWithoutExecutor(place);
  return closed ? refuse(closed) : ok(place);
}

export const environmentMissing = (name: string): Refusal<'environment-missing'> => ({
  code: 'environment-missing',
  message: `There is no environment "${name}". \`gauntlet environment list\` shows what there is; without \`environmentName\` tests run on the server's own host.`,
});

function refuseClosed({ name, status, clusterName, clusterStatus }: RunPlace): EnvironmentRefusal | null {
  if (status !== 'disabled' && clusterStatus !== 'disabled') return null;
  const what = status === 'disabled' ? 'is' : `is in the cluster "${clusterName}", which is`;
  return {
    code: 'environment-disabled',
    message: `The environment "${name}" ${what} disabled: nothing new runs there. Name another in \`environmentName\`, or ask an admin to enable it.`,
  };
}

function refuseWithoutExecutor({ name, runsOn, clusterName }: RunPlace): EnvironmentRefusal | null {
  if (runsOn === 'local') return null;
  return {
    code: 'executor-missing',
    message: `The environment "${name}" is in the Kubernetes cluster "${clusterName}", and this server has no executor for Kubernetes yet. Leave \`environmentName\` out to run on the server's own host.`,
  };
}

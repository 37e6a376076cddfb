/** Where an execution is to run has to be there, and open, and of a kind that this server can run tests in. */
import type { Refusal, TestDefinition } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { RunPlace } from '../../environments/index.ts';

export type EnvironmentRefusal = Refusal<
  'environment-missing' | 'environment-disabled' | 'executor-missing' | 'invalid-definition'
>;

/** What this server can run tests in, besides its own host. `missing`: what it lacks for pods, in a sentence. */
export type PodAbility = { runs: 'pods' } | { runs: 'no-pods'; missing: string };

type Wanted = Pick<TestDefinition, 'environmentName' | 'image'>;

/** Without a name: the server's own host. */
export function usableEnvironment(
  place: RunPlace | null,
  wanted: Wanted,
  ability: PodAbility,
): Result<RunPlace, EnvironmentRefusal> {
  if (place === null) return refuse(environmentMissing(wanted.environmentName ?? 'local'));
  const refusal =
    refuseClosed(place) ?? refuseWithoutExecutor(place, ability) ?? refuseWithoutImage(place, wanted);
  return refusal ? refuse(refusal) : ok(place);
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

function refuseWithoutExecutor(
  { name, runsOn, clusterName }: RunPlace,
  ability: PodAbility,
): EnvironmentRefusal | null {
  if (runsOn === 'local' || ability.runs === 'pods') return null;
  return {
    code: 'executor-missing',
    message: `The environment "${name}" is in the Kubernetes cluster "${clusterName}", and this server cannot run tests there. ${ability.missing} Leave \`environmentName\` out to run on the server's own host.`,
  };
}

function refuseWithoutImage(
  { name, runsOn, defaultImage }: RunPlace,
  { image }: Wanted,
): EnvironmentRefusal | null {
  if (runsOn === 'local' || image !== undefined || defaultImage !== null) return null;
  const message = `Pods of the environment "${name}" run in an image, and neither the definition nor the environment names one: name one under \`image\`.`;
  return { code: 'invalid-definition', message, faults: [{ path: 'image', message }] };
}

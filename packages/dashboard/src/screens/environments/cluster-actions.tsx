/** What is done with a cluster: asking what may be done there, closing and opening it, removing it. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/dialog.tsx';
import { type Check, CLUSTERS, type Cluster, ENVIRONMENTS } from './queries.ts';
import { Turn } from './turn.tsx';

type Props = { cluster: Cluster };

const concerns = [CLUSTERS, ENVIRONMENTS];
const pathOf = ({ clusterId }: Cluster) => ({ params: { path: { id: clusterId } } });

export const checkCluster = async (clusterId: string): Promise<Check> =>
  (await HOME.api.POST('/api/v1/clusters/{id}/check', { params: { path: { id: clusterId } } })).data;

export function CheckCluster({ cluster }: Props) {
  const check = useAct({
    run: () => checkCluster(cluster.clusterId),
    concerns,
    said: (answer) => checkedText(cluster.name, answer),
  });
  return (
    <Button busy={check.busy} onClick={() => check.go(undefined)} aria-label={`Check ${cluster.name}`}>
      {check.busy ? 'Checking …' : 'Check'}
    </Button>
  );
}

export function checkedText(name: string, { outcome, environments }: Check): string {
  const lacking = environments.filter((each) => each.outcome === 'unreachable').length;
  if (outcome === 'unreachable') return `${name} is not ready. Its panel says why.`;
  if (outcome === 'partly')
    return `${name} is partly ready: tests run there, and its panel says what is missing.`;
  if (lacking > 0) return `${name} is ready; something is missing in ${lacking} of its environments.`;
  return `${name} is ready: all that is needed is granted.`;
}

export const TurnCluster = ({ cluster }: Props) => (
  <Turn
    name={cluster.name}
    status={cluster.status}
    set={(state) => HOME.api.PATCH('/api/v1/clusters/{id}', { ...pathOf(cluster), body: { state } })}
    check={() => checkCluster(cluster.clusterId)}
  />
);

export function RemoveCluster({ cluster }: Props) {
  const { name } = cluster;
  const [asked, setAsked] = useState(false);
  const remove = useAct({
    run: () => HOME.api.DELETE('/api/v1/clusters/{id}', pathOf(cluster)),
    concerns,
    said: () => `Cluster ${name} is removed.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this cluster?"
          action="Remove"
          busy={remove.busy}
          onYes={() => remove.go(undefined)}
          onClose={() => setAsked(false)}
        >
          Gauntlet forgets how <b>{name}</b> is reached; its kubeconfig cannot be brought back. Environments
          of it have to be removed before.
        </Confirm>
      )}
    </>
  );
}

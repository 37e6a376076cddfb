/** One environment: where it is, how it is, and what holds for its pods. */
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { Cell, Doings, rowClass } from '../../kit/table.tsx';
import { checkCluster } from './cluster-actions.tsx';
import { wordsOf } from './configuration-words.ts';
import { useOpened } from './open.ts';
import { PlaceChip } from './place-chip.tsx';
import { CLUSTERS, ENVIRONMENTS, type Environment } from './queries.ts';
import { Turn } from './turn.tsx';

type Props = { environment: Environment };

/** `closed`: its cluster is disabled, it itself is not. */
type RowProps = Props & { closed: boolean; may: boolean };

export function EnvironmentRow({ environment, closed, may }: RowProps) {
  const { open } = useOpened();
  const { environmentId, name, namespace, runsOn, status, statusReason } = environment;
  const words = wordsOf(environment.configuration);
  return (
    <tr className={rowClass}>
      <Cell className="min-w-32">
        <bdi className="font-mono font-medium break-all">{name}</bdi>
        {runsOn === 'local' && <span className="block text-xs text-muted">taken where none is named</span>}
      </Cell>
      <Cell wide="Namespace" className="font-mono text-muted">
        {namespace ?? '–'}
      </Cell>
      <Cell>
        <PlaceChip status={closed ? 'disabled' : status} />
        {closed && <span className="ml-1.5 text-xs text-muted">with its cluster</span>}
        {!closed && statusReason && (
          <span className="mt-0.5 block max-w-md text-xs break-words text-muted">{statusReason}</span>
        )}
      </Cell>
      <Cell wide="Pods">
        {runsOn === 'local' ? (
          <span className="text-muted">processes of the host</span>
        ) : (
          <span className="inline-flex flex-wrap gap-1">
            {words.length === 0 && <span className="text-muted">nothing special</span>}
            {words.map((word) => (
              <Chip key={word} tone="quiet">
                {word}
              </Chip>
            ))}
          </span>
        )}
      </Cell>
      <Doings>
        {may && (
          <span className="flex flex-wrap justify-end gap-2">
            {runsOn === 'kubernetes' && (
              <Button data-row onClick={() => open(environmentId)} aria-label={`Change ${name}`}>
                Change
              </Button>
            )}
            <TurnEnvironment environment={environment} />
            {runsOn === 'kubernetes' && <RemoveEnvironment environment={environment} />}
          </span>
        )}
      </Doings>
    </tr>
  );
}

const concerns = [CLUSTERS, ENVIRONMENTS];
const pathOf = ({ environmentId }: Environment) => ({ params: { path: { id: environmentId } } });

const TurnEnvironment = ({ environment }: Props) => (
  <Turn
    name={environment.name}
    status={environment.status}
    set={(state) => HOME.api.PATCH('/api/v1/environments/{id}', { ...pathOf(environment), body: { state } })}
    check={async () => environment.runsOn === 'kubernetes' && checkCluster(environment.cluster.clusterId)}
  />
);

/** No execution belongs to what can be removed, so that the same again is as good as it was. */
function RemoveEnvironment({ environment }: Props) {
  const { name, cluster, namespace, configuration } = environment;
  const restore = async () => {
    const body = { name, clusterId: cluster.clusterId, namespace: namespace ?? '', configuration };
    await HOME.api.POST('/api/v1/environments', { body });
    await checkCluster(cluster.clusterId);
  };
  const remove = useAct({
    run: () => HOME.api.DELETE('/api/v1/environments/{id}', pathOf(environment)),
    concerns,
    said: () => `Environment ${name} is removed.`,
    undo: () => restore,
  });
  return (
    <Button
      look="danger"
      busy={remove.busy}
      onClick={() => remove.go(undefined)}
      aria-label={`Remove ${name}`}
    >
      Remove
    </Button>
  );
}

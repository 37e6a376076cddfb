/** Where tests can run: clusters with their environments, and whether Gauntlet may do there what it needs. */
import { useMayAtHome } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { ClusterPanel } from './cluster-panel.tsx';
import { useOpened } from './open.ts';
import { Opened } from './opened.tsx';
import { placesOf } from './places.ts';
import { useClusters, useEnvironments } from './queries.ts';

export function Environments() {
  const may = useMayAtHome('admin');
  const { open } = useOpened();
  return (
    <>
      <PageHead
        title="Environments"
        side={
          may && (
            <Button look="primary" onClick={() => open('new-cluster')}>
              Add a cluster
            </Button>
          )
        }
      >
        Where tests can run. A definition names one by <code className="font-mono">environmentName</code>.
        Without a name, tests run on the server's own host.
      </PageHead>
      <Places may={may} />
    </>
  );
}

function Places({ may }: { may: boolean }) {
  const environments = useEnvironments();
  const clusters = useClusters();
  if (environments.isPending || (may && clusters.isPending)) return <Loading what="environments" />;
  if (environments.isError)
    return <Failure error={environments.error} retry={() => void environments.refetch()} />;
  if (may && clusters.isError)
    return <Failure error={clusters.error} retry={() => void clusters.refetch()} />;
  const places = placesOf(environments.data, may ? (clusters.data ?? []) : null);
  return (
    <div className="grid gap-5">
      {places.map((place) => (
        <ClusterPanel key={place.clusterId} {...place} may={may} />
      ))}
      {places.some(({ kubernetes }) => kubernetes) ? <AgentImage /> : <NoCluster may={may} />}
      {may && <Opened clusters={clusters.data ?? []} environments={environments.data} />}
    </div>
  );
}

const AgentImage = () => (
  <p className="text-sm text-muted">
    Pods need an image of Gauntlet beside the tests, which the server is told by{' '}
    <code className="font-mono">GAUNTLET_AGENT_IMAGE</code>. Where it is not, who names an environment of a
    cluster is told so.
  </p>
);

const NoCluster = ({ may }: { may: boolean }) => (
  <Empty title="There is no Kubernetes cluster yet">
    <p>
      Make a service account for Gauntlet in the cluster, and add it here or by the command line. It says,
      permission by permission, what is missing.
    </p>
    <pre className="mx-auto mt-3 w-fit max-w-full whitespace-pre-wrap rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
      {'kubectl config view --raw --flatten --minify |\n  gauntlet cluster add blue'}
    </pre>
    {!may && <p className="mt-3">Admins can.</p>}
  </Empty>
);

/** One cluster: how it is reached and how it is, its environments, and what its last check said. */
import type { ReactNode } from 'react';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Panel } from '../../kit/panel.tsx';
import { Table } from '../../kit/table.tsx';
import { CheckCluster, RemoveCluster, TurnCluster } from './cluster-actions.tsx';
import { EnvironmentRow } from './environment-row.tsx';
import { LastCheck } from './last-check.tsx';
import { useOpened } from './open.ts';
import { PlaceChip } from './place-chip.tsx';
import type { Place } from './places.ts';
import type { Cluster } from './queries.ts';

export function ClusterPanel({
  name,
  status,
  kubernetes,
  cluster,
  environments,
  may,
}: Place & { may: boolean }) {
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-2">
          <bdi className="break-all">{kubernetes ? name : "The server's own host"}</bdi>
          <PlaceChip status={status} />
        </span>
      }
      side={may && kubernetes && cluster && <Actions cluster={cluster} />}
    >
      {cluster && kubernetes && <Facts cluster={cluster} />}
      {cluster?.statusReason && (
        <p className="border-b border-line px-3.5 py-2 text-sm break-words text-warn">
          {cluster.statusReason}
        </p>
      )}
      {environments.length === 0 ? (
        <p className="px-3.5 py-4 text-sm text-muted">
          It has no environment yet: a namespace in which tests run, under a name for definitions.
        </p>
      ) : (
        <Table
          label={`Environments of ${name}`}
          heads={['Environment', { wide: 'Namespace' }, 'Status', { wide: 'Pods' }, '']}
        >
          {environments.map((environment) => (
            <EnvironmentRow
              key={environment.environmentId}
              environment={environment}
              closed={status === 'disabled' && environment.status !== 'disabled'}
              may={may}
            />
          ))}
        </Table>
      )}
      {cluster?.lastCheck && kubernetes && <LastCheck check={cluster.lastCheck} />}
    </Panel>
  );
}

function Actions({ cluster }: { cluster: Cluster }) {
  const { open } = useOpened();
  const { clusterId, name } = cluster;
  return (
    <span className="flex flex-wrap justify-end gap-2 py-0.5">
      <CheckCluster cluster={cluster} />
      <Button onClick={() => open('new-environment', clusterId)} aria-label={`Add an environment to ${name}`}>
        Add an environment
      </Button>
      <Button onClick={() => open(clusterId)} aria-label={`Change ${name}`}>
        Change
      </Button>
      <TurnCluster cluster={cluster} />
      <RemoveCluster cluster={cluster} />
    </span>
  );
}

const PROVIDERS: Readonly<Record<string, string>> = {
  eks: 'Amazon EKS',
  gke: 'Google GKE',
  aks: 'Azure AKS',
  openshift: 'OpenShift',
};
const CREDENTIALS: Readonly<Record<string, string>> = {
  token: 'a token',
  'client-certificate': 'a client certificate',
  password: 'a password',
  'service-account': "the server's own service account",
};

function Facts({ cluster }: { cluster: Cluster }) {
  const { provider, region, apiServer, credential, lastCheck } = cluster;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-3.5 py-2 text-sm">
      {PROVIDERS[provider] && <Fact name="Provider">{PROVIDERS[provider]}</Fact>}
      {region && <Fact name="Region">{region}</Fact>}
      {apiServer && (
        <Fact name="API server">
          <span className="font-mono text-xs break-all">{apiServer}</span>
        </Fact>
      )}
      {credential && <Fact name="Signs in by">{CREDENTIALS[credential]}</Fact>}
      {lastCheck?.version && <Fact name="Kubernetes">{lastCheck.version}</Fact>}
      {lastCheck && (
        <Fact name="Checked">
          <Ago at={lastCheck.checkedAt} />
        </Fact>
      )}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex min-w-0 items-baseline gap-1.5">
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
);

/** How a cluster is asked, whatever its access was read from. */
import type { ClusterAccess, KubeconfigAccess } from '../../environments/index.ts';
import { type InClusterPlace, readInCluster } from './in-cluster.ts';
import type { ApiAccess } from './kubernetes-api.ts';

export const NOT_IN_CLUSTER =
  'This server runs in no Kubernetes cluster, or not with a service account whose token is mounted. Give a kubeconfig instead.';

/** `ownHost`: where Kubernetes itself told this pod to go, which is nobody's choice. */
export type Way = ApiAccess & { ownHost: string | null };

/** Null: it is the cluster of this server, which runs in none. In a cluster its token is another within the hour. */
export async function wayTo(access: ClusterAccess, inCluster: InClusterPlace | null): Promise<Way | null> {
  if (access.kind === 'kubeconfig') return { ...kubeconfigWay(access), ownHost: null };
  const own = inCluster && (await readInCluster(inCluster));
  return (
    own && {
      server: own.server,
      tls: { ca: own.certificateAuthority },
      authorization: `Bearer ${own.token}`,
      ownHost: own.host,
    }
  );
}

function kubeconfigWay({
  server,
  certificateAuthority,
  serverName,
  credential,
}: KubeconfigAccess): ApiAccess {
  const tls = {
    ...(certificateAuthority === null ? {} : { ca: certificateAuthority }),
    ...(serverName === null ? {} : { servername: serverName }),
  };
  switch (credential.kind) {
    case 'token':
      return { server, tls, authorization: `Bearer ${credential.token}` };
    case 'client-certificate':
      return {
        server,
        tls: { ...tls, cert: credential.certificate, key: credential.key },
        authorization: null,
      };
    case 'password': {
      const pair = Buffer.from(`${credential.username}:${credential.password}`).toString('base64');
      return { server, tls, authorization: `Basic ${pair}` };
    }
  }
}

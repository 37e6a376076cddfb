/** Clusters by their API servers: what may be taken of a kubeconfig, and what Gauntlet may do there. */
import type { Refusal } from '@gauntlet/contract';
import type { AccessQuestion, Inspection } from '@gauntlet/core/environments';
import { ok, refuse } from '@gauntlet/core/kernel';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { findOutboundAddresses } from '@gauntlet/host/outbound-addresses';
import type { ClusterConnector, KubeconfigAccess } from '../../environments/index.ts';
import { askAccess } from './ask-access.ts';
import { explainFailure } from './explain-failure.ts';
import { type InClusterPlace, readInCluster } from './in-cluster.ts';
import { type ApiLimits, openKubernetesApi } from './kubernetes-api.ts';
import { readKubeconfig } from './read-kubeconfig.ts';
import { NOT_IN_CLUSTER, type Way, wayTo } from './way-to.ts';

export type ConnectorSettings = {
  /** Of GAUNTLET_OUTBOUND_ALLOW. */
  outboundAllow: readonly string[];
  /** Null: this server runs in no cluster. */
  inCluster: InClusterPlace | null;
  /** As which pods are made in the cluster of this server; null, or not said: as this server itself. */
  clusterAccount?: string | null;
  /** For one question. */
  timeoutSeconds?: number;
  /** For all of a check. */
  checkSeconds?: number;
};

const TIMEOUT_SECONDS = 10;
const CHECK_SECONDS = 45;
/** An answer to a question has a few hundred. */
const MOST_BYTES = 2 ** 20;
const AT_ONCE = 8;

export function createClusterConnector(settings: ConnectorSettings): ClusterConnector {
  const allowanceOf = (more: readonly string[] = []) => {
    const parsed = parseOutboundAllow([...settings.outboundAllow, ...more].join(','));
    if (!parsed.ok) throw new Error(`GAUNTLET_OUTBOUND_ALLOW: ${parsed.message}`);
    return parsed.allowed;
  };
  const {
    inCluster,
    clusterAccount = null,
    timeoutSeconds = TIMEOUT_SECONDS,
    checkSeconds = CHECK_SECONDS,
  } = settings;
  return {
    admit: async (request) => {
      if (request.kind === 'in-cluster') return admitOwn(inCluster);
      const read = readKubeconfig(request.kubeconfig, request.context ?? null);
      if (!read.ok)
        return refuse(notTaken(`access.kubeconfig`, `The kubeconfig is not taken. ${read.error}`));
      const found = await findOutboundAddresses(new URL(read.value.server).hostname, allowanceOf());
      // A name that nobody knows yet may be known tomorrow: the check says so.
      if (!found.ok && found.why === 'refused') return refuse(notTaken('access.kubeconfig', found.message));
      return ok(admitted(read.value));
    },
    inspect: async (access, questions) => {
      const way = await wayTo(access, inCluster);
      if (way === null) return failed(NOT_IN_CLUSTER);
      const allowed = allowanceOf(way.ownHost === null ? [] : [way.ownHost]);
      // A kubeconfig is what the scheduler signs in by as well.
      const account = access.kind === 'in-cluster' ? clusterAccount : null;
      const limits = { allowed, timeoutSeconds, mostBytes: MOST_BYTES };
      return ask({ way, account }, questions, limits, checkSeconds);
    },
  };
}

const notTaken = (path: string, message: string): Refusal<'invalid-request'> => ({
  code: 'invalid-request',
  message,
  faults: [{ path, message }],
});

async function admitOwn(
  place: InClusterPlace | null,
): Promise<Awaited<ReturnType<ClusterConnector['admit']>>> {
  const own = place && (await readInCluster(place));
  if (!own) return refuse(notTaken('access.kind', NOT_IN_CLUSTER));
  const facts = { apiServer: own.server, credential: 'service-account' } as const;
  return ok({ access: { kind: 'in-cluster' }, facts });
}

const admitted = (access: KubeconfigAccess) => ({
  access,
  facts: { apiServer: access.server, credential: access.credential.kind },
});

const failed = (reason: string, version: string | null = null): Inspection => ({
  outcome: 'failed',
  version,
  reason,
});

async function ask(
  { way, account }: { way: Way; account: string | null },
  questions: readonly AccessQuestion[],
  limits: Omit<ApiLimits, 'signal'>,
  checkSeconds: number,
): Promise<Inspection> {
  const ending = new AbortController();
  const api = await openKubernetesApi(way, { ...limits, signal: ending.signal });
  // From now on: loading the library is nothing that the cluster has to answer for.
  const deadline = setTimeout(() => ending.abort(), checkSeconds * 1000);
  let version: string | null = null;
  try {
    version = versionOf(await api.version.getCode());
    const granted = await mapAtOnce(questions, AT_ONCE, (question) => askAccess(api, question, account));
    return { outcome: 'answered', version, granted };
  } catch (cause) {
    if (!ending.signal.aborted) return failed(explainFailure(cause), version);
    return failed(
      `It did not answer all questions within ${checkSeconds} s. Check it again when it is less busy.`,
      version,
    );
  } finally {
    clearTimeout(deadline);
    ending.abort(); // what else was being asked when one question failed
  }
}

/** It is the server's own text: nothing but a version is shown as one. */
const versionOf = ({ gitVersion }: { gitVersion?: string }): string | null =>
  /^v\d{1,3}\.\d{1,3}[\w.+-]{0,60}$/.test(gitVersion ?? '') ? (gitVersion as string) : null;

/** In the order of the items. The first failure ends it. */
async function mapAtOnce<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = new Array(items.length);
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) values[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return values;
}

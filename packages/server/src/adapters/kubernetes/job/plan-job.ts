/**
 * A group as objects of Kubernetes: one Job, and the Secret that the Job owns. Pure.
 *
 * They are made in this order, so that there is never a Secret without an owner, nor a pod without its Secret:
 *
 *   1. create `job`, which is suspended: no pod is made yet
 *   2. create `ownedSecret(plan, uid of the Job)`, or put it in the place of one that is there
 *   3. patch the Job with RELEASE
 *
 * Whoever finds a suspended Job of ours goes on at 2, with a new token; a Job that is not suspended is past all
 * of them. Deleting the Job takes pods and Secret along, if the deletion says so: `planDeletion`.
 */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { tolerationsOf } from '../nodes/tolerations.ts';
import { planAffinity } from './affinity.ts';
import { CA_KEY, planAgent, planTests, planVolumes, TOKEN_KEY, variableKey } from './containers.ts';
import { jobNameOf, labelsOf, testsOfGroup } from './labels.ts';
import type { GroupOrder, JobSettings } from './settings.ts';

/** What is added to the run limit, which Gauntlet itself holds: for the pod, which keeps its log, then for the Job. */
const POD_NET_SECONDS = 300;
const JOB_NET_SECONDS = 900;
/** Diagram 1.1: the TTL controller, after one hour. */
const TTL_SECONDS = 3600;
const GRACE_SECONDS = 30;

/** A pod that runs tests is not moved: its work would be lost. */
const STAYS = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

/** A second pod would run the tests twice: what is tried again is Gauntlet's matter. */
const NO_SECOND_POD = {
  backoffLimit: 0,
  podFailurePolicy: {
    rules: [{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
  },
};

/** The body of a merge patch. */
export const RELEASE = { spec: { suspend: false } };

export type PlanRefusal = {
  code: 'image-missing' | 'secrets-too-large' | 'secret-not-a-variable';
  message: string;
};
export type JobPlan = { job: ReturnType<typeof jobOf>; secret: ReturnType<typeof secretOf> };

export function planJob(group: GroupOrder, settings: JobSettings): Result<JobPlan, PlanRefusal> {
  const image = trimmed(group.image ?? settings.environment.defaultImage ?? '');
  if (image === '') return refuse(imageMissing(group));
  const refusal = refuseSecrets(group, settings);
  if (refusal) return refuse(refusal);
  return ok({ job: jobOf(image, group, settings), secret: secretOf(group, settings) });
}

/** Of what Go takes for space as well: the API server refuses an image with any at its ends. */
const trimmed = (text: string) => text.replaceAll(/^[\s\u0085]+|[\s\u0085]+$/g, '');

const imageMissing = ({ definitionName }: GroupOrder): PlanRefusal => ({
  code: 'image-missing',
  message: `${definitionName} names no image, and its environment has none for such definitions: name one under image.`,
});

/** Kubernetes' own limit for all values of one Secret. */
const MOST_SECRET_BYTES = 1_048_576;

function refuseSecrets({ secrets, token }: GroupOrder, { agentCa = '' }: JobSettings): PlanRefusal | null {
  const bytes = [token, agentCa, ...Object.values(secrets)].reduce(
    (sum, value) => sum + Buffer.byteLength(value),
    0,
  );
  if (bytes > MOST_SECRET_BYTES)
    return {
      code: 'secrets-too-large',
      message: `The secrets of the definition have ${bytes} bytes in all; a cluster takes ${MOST_SECRET_BYTES} at most.`,
    };
  const name = Object.keys(secrets).find((key) => secrets[key]?.includes('\0'));
  if (name === undefined) return null;
  return {
    code: 'secret-not-a-variable',
    message: `The secret for ${name} holds a NUL, which no variable can.`,
  };
}

function metadataOf(group: GroupOrder, settings: JobSettings) {
  return {
    name: jobNameOf(group),
    namespace: settings.namespace,
    labels: labelsOf(settings.instance, group),
    annotations: { 'gauntlet/definition': group.definitionName.toWellFormed() },
  };
}

function jobOf(image: string, group: GroupOrder, settings: JobSettings) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(group, settings),
    spec: {
      suspend: true,
      parallelism: 1,
      completions: 1,
      ...NO_SECOND_POD,
      activeDeadlineSeconds: group.runSeconds + JOB_NET_SECONDS,
      ttlSecondsAfterFinished: TTL_SECONDS,
      template: {
        metadata: { labels: labelsOf(settings.instance, group), annotations: STAYS },
        spec: podOf(image, group, settings),
      },
    },
  };
}

function podOf(image: string, group: GroupOrder, settings: JobSettings) {
  const { spot, nodeSelector, imagePullSecrets, serviceAccountName } = settings.environment;
  const affinity = planAffinity(spot, group.placement);
  const secretName = jobNameOf(group);
  return {
    restartPolicy: 'Never',
    activeDeadlineSeconds: group.runSeconds + POD_NET_SECONDS,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
    ...(imagePullSecrets.length > 0 ? { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) } : {}),
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...userOf(settings),
    },
    nodeSelector: { 'kubernetes.io/os': 'linux', ...nodeSelector },
    tolerations: tolerationsOf(settings.environment),
    ...(affinity ? { affinity } : {}),
    initContainers: [planAgent(group, settings)],
    containers: [planTests(secretName, image, group, settings)],
    volumes: planVolumes(secretName, settings),
  };
}

/** Both containers have the same one: each reads and ends what the other writes. */
const userOf = ({ user }: JobSettings) =>
  user === 'of-the-cluster'
    ? {}
    : {
        runAsUser: user.uid,
        runAsGroup: user.gid,
        fsGroup: user.gid,
        fsGroupChangePolicy: 'OnRootMismatch',
      };

function secretOf(group: GroupOrder, settings: JobSettings) {
  const values = Object.keys(group.secrets)
    .toSorted()
    .map((name, index) => [variableKey(index), group.secrets[name] ?? ''] as const);
  const { agentCa } = settings;
  const own = [[TOKEN_KEY, group.token] as const, ...(agentCa ? [[CA_KEY, agentCa] as const] : [])];
  const data = Object.fromEntries([...own, ...values].map(([key, value]) => [key, base64(value)]));
  return { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: metadataOf(group, settings), data };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Gone with its Job. Without blocking the Job's own end, which some clusters allow to few. */
export function ownedSecret({ job, secret }: JobPlan, jobUid: string) {
  const { apiVersion, kind } = job;
  const owner = { apiVersion, kind, name: job.metadata.name, uid: jobUid };
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
}

/**
 * The body of a JSON patch that puts it in the place of an earlier order's, without a look at that: whoever may read
 * Secrets reads those of others too. Where the one that is there is not this group's, it changes nothing.
 */
export const replacedSecret = ({ metadata, data }: ReturnType<typeof ownedSecret>) => [
  ...testsOfGroup(metadata.labels),
  { op: 'add', path: '/data', value: data },
  { op: 'add', path: '/metadata/ownerReferences', value: metadata.ownerReferences },
];

/**
 * The body of a deletion. Without a policy a Job leaves its pods behind, and they run on. `Foreground`: it is gone
 * when its pods are. Of this very object only: a name may have been given again.
 */
export const planDeletion = (uid: string) => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  propagationPolicy: 'Foreground',
  preconditions: { uid },
});

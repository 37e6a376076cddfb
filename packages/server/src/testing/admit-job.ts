/** What the API server holds against a Job and its Secret besides their schemas, and the restricted pod standard. */
import type { JobPlan } from '../adapters/kubernetes/job/plan-job.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const VARIABLE = /^[-._A-Za-z][-._A-Za-z0-9]*$/;
const SECRET_KEY = /^[-._A-Za-z0-9]{1,253}$/;
const QUANTITY = /^[1-9]\d{0,15}m?$/;

/** @returns what would be refused; nothing where all is well */
export function admissionErrors({ job, secret }: JobPlan): string[] {
  const pod = job.spec.template.spec;
  const containers = [...pod.initContainers, ...pod.containers];
  const volumes = new Set(pod.volumes.map(({ name }) => name));
  return [
    ...[job.metadata.name, secret.metadata.name, ...containers.map(({ name }) => name), ...volumes].flatMap(
      (name) => wrong(DNS_LABEL, name, 'name'),
    ),
    ...[
      job.metadata.labels,
      secret.metadata.labels,
      job.spec.template.metadata.labels,
      pod.nodeSelector,
    ].flatMap(labelErrors),
    ...Object.keys({ ...job.metadata.annotations, ...job.spec.template.metadata.annotations }).flatMap(
      (key) => wrong(LABEL_KEY, key, 'annotation'),
    ),
    ...containers.flatMap((container) => containerErrors(container, volumes, secret.data)),
    ...Object.keys(secret.data).flatMap((key) => wrong(SECRET_KEY, key, 'key of the Secret')),
    ...podErrors(pod),
    ...(JSON.stringify(job).length > 1_000_000 ? ['the Job is too large for etcd'] : []),
  ];
}

const wrong = (pattern: RegExp, text: string, what: string) =>
  pattern.test(text) ? [] : [`${what} ${JSON.stringify(text)}`];

const labelErrors = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...wrong(LABEL_KEY, key, 'label'),
    ...wrong(LABEL_VALUE, value, `label ${key}`),
  ]);

type Pod = JobPlan['job']['spec']['template']['spec'];
type Container = Pod['initContainers'][number] | Pod['containers'][number];

function containerErrors(
  container: Container,
  volumes: ReadonlySet<string>,
  data: Readonly<Record<string, string>>,
): string[] {
  const { name, image, env, resources, securityContext, volumeMounts } = container;
  const { requests, limits } = resources;
  const names = env.map((variable) => variable.name);
  return [
    ...(image === '' || /^[\s\u0085]|[\s\u0085]$/.test(image) ? [`image ${JSON.stringify(image)}`] : []),
    ...names.flatMap((variable) => wrong(VARIABLE, variable, 'variable')),
    ...(new Set(names).size < names.length ? [`variables of ${name} are given twice`] : []),
    ...env.flatMap((variable) =>
      'valueFrom' in variable && !(variable.valueFrom.secretKeyRef.key in data)
        ? [`${variable.name} has no key in the Secret`]
        : [],
    ),
    ...[requests, limits].flatMap((amounts) =>
      Object.values(amounts).flatMap((amount) => wrong(QUANTITY, amount, 'quantity')),
    ),
    ...(Object.keys(requests) as (keyof typeof requests)[]).flatMap((key) =>
      Number.parseInt(requests[key] ?? '', 10) > Number.parseInt(limits[key] ?? '', 10)
        ? [`${name} asks for more ${key} than its limit`]
        : [],
    ),
    ...volumeMounts.flatMap((mount) => (volumes.has(mount.name) ? [] : [`there is no volume ${mount.name}`])),
    ...(securityContext.allowPrivilegeEscalation ? [`${name} may escalate`] : []),
    ...(securityContext.capabilities.drop.includes('ALL') ? [] : [`${name} has capabilities`]),
  ];
}

function podErrors({ securityContext, tolerations, affinity }: Pod): string[] {
  const preferred = affinity?.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...(securityContext.runAsNonRoot && securityContext.seccompProfile.type === 'RuntimeDefault'
      ? []
      : ['not restricted']),
    ...tolerations.flatMap(({ tolerationSeconds, effect }) =>
      tolerationSeconds !== undefined && effect !== 'NoExecute'
        ? ['tolerationSeconds without NoExecute']
        : [],
    ),
    ...preferred.flatMap(({ weight }) =>
      Number.isInteger(weight) && weight >= 1 && weight <= 100 ? [] : [`weight ${weight}`],
    ),
  ];
}

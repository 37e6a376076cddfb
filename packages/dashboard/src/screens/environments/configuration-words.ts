/** What is said of an environment's pods, in few words. */
import type { Configuration } from './queries.ts';

export function wordsOf({
  autoscale,
  spot,
  nodeSelector,
  tolerations,
  imagePullSecrets,
  defaultImage,
  serviceAccountName,
  rootFilesystem,
}: Configuration): string[] {
  return [
    ...(autoscale ? ['autoscales'] : []),
    ...(spot === 'allow' ? [] : [spot === 'prefer' ? 'spot preferred' : 'no spot']),
    ...Object.entries(nodeSelector).map(([label, value]) => `${label}=${value}`),
    ...tolerations.map((toleration) => `bears ${tolerationText(toleration)}`),
    ...imagePullSecrets.map((name) => `pulls by ${name}`),
    ...(defaultImage === undefined ? [] : [`image ${defaultImage}`]),
    ...(serviceAccountName === undefined ? [] : [`as ${serviceAccountName}`]),
    ...(rootFilesystem === 'read-only' ? [] : ['root can be written to']),
  ];
}

type Toleration = Configuration['tolerations'][number];

/** As kubectl writes taints: `key=value:Effect`; `*` for every key. */
export const tolerationText = ({ key = '*', operator, value, effect }: Toleration): string =>
  `${key}${operator === 'Exists' ? '' : `=${value ?? ''}`}${effect === undefined ? '' : `:${effect}`}`;

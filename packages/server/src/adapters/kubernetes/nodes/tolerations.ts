/** Which taints of nodes the pods of an environment put up with. */

export type Toleration = {
  key?: string;
  operator?: 'Equal' | 'Exists';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
};

export type Taint = { key: string; value?: string; effect: string };

/** `prefer` and `allow` put up with nodes that the provider may take away; `refuse` never runs on them. */
export type SpotChoice = 'prefer' | 'allow' | 'refuse';

/** The labels that providers give to such nodes. Some of them are taints as well. */
export const SPOT_LABELS: readonly { key: string; value: string }[] = [
  { key: 'eks.amazonaws.com/capacityType', value: 'SPOT' },
  { key: 'karpenter.sh/capacity-type', value: 'spot' },
  { key: 'cloud.google.com/gke-spot', value: 'true' },
  { key: 'cloud.google.com/gke-preemptible', value: 'true' },
  { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot' },
];

const SPOT_TAINTS: readonly Toleration[] = [
  { key: 'cloud.google.com/gke-spot', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
  { key: 'kubernetes.azure.com/scalesetpriority', operator: 'Equal', value: 'spot', effect: 'NoSchedule' },
];

/** A lost node is known by its agent's silence long before; the default of 300 s would only keep the Job open. */
const LOST_NODE_SECONDS = 20;
const LOST_NODE: readonly Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: LOST_NODE_SECONDS,
}));

type Placement = { spot: SpotChoice; tolerations: readonly Toleration[] };

export const tolerationsOf = (placement: Placement): Toleration[] => [
  ...LOST_NODE,
  ...schedulingTolerations(placement),
];

/** Those that count where a pod may be put; those of lost nodes are for what is there already. */
export const schedulingTolerations = ({ spot, tolerations }: Placement): Toleration[] => [
  ...(spot === 'refuse' ? [] : SPOT_TAINTS),
  ...tolerations,
];

const KEEPS_PODS_AWAY = new Set(['NoSchedule', 'NoExecute']);

/** Taints that keep a new pod away. */
export const untolerated = (taints: readonly Taint[], tolerations: readonly Toleration[]): Taint[] =>
  taints.filter(
    (taint) =>
      KEEPS_PODS_AWAY.has(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );

function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return key !== undefined && (value ?? '') === (taint.value ?? '');
}

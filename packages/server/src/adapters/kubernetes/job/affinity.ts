/** Where a pod may go and would best go. Only what may is binding: the scheduler sees more than the scores did. */
import type { ScoredNode } from '@gauntlet/core/executions';
import { SPOT_LABELS, type SpotChoice } from '../nodes/tolerations.ts';

/** The winner and those next to it: when they are full, where it went still has a reason. */
const MOST_PREFERRED = 5;
const PREFER_SPOT_WEIGHT = 20;

export function planAffinity(spot: SpotChoice, placement: readonly ScoredNode[]) {
  const nodes = placement.filter(({ fits }) => fits).slice(0, MOST_PREFERRED);
  const preferred = [...nodes.map(preferNode), ...(spot === 'prefer' ? SPOT_LABELS.map(preferLabel) : [])];
  if (preferred.length === 0 && spot !== 'refuse') return undefined;
  return {
    nodeAffinity: {
      ...(spot === 'refuse' ? { requiredDuringSchedulingIgnoredDuringExecution: WITHOUT_SPOT } : {}),
      ...(preferred.length > 0 ? { preferredDuringSchedulingIgnoredDuringExecution: preferred } : {}),
    },
  };
}

/** By its name: the host name of its label may be another. */
const preferNode = ({ name, score }: ScoredNode) => ({
  weight: Math.min(100, Math.max(1, Math.round(score))),
  preference: { matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] },
});

const preferLabel = ({ key, value }: { key: string; value: string }) => ({
  weight: PREFER_SPOT_WEIGHT,
  preference: { matchExpressions: [{ key, operator: 'In', values: [value] }] },
});

/** A node that does not have the label is none of them: NotIn holds for it. */
const WITHOUT_SPOT = {
  nodeSelectorTerms: [
    { matchExpressions: SPOT_LABELS.map(({ key, value }) => ({ key, operator: 'NotIn', values: [value] })) },
  ],
};

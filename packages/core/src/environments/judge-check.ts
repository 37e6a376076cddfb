/** What a look at a cluster came to: what may be done there, and what is missing. */
import type { ClusterCheck, ClusterPermission, EnvironmentId } from '@gauntlet/contract';
import {
  CLUSTER_PERMISSIONS,
  NAMESPACE_PERMISSIONS,
  type NeededPermission,
  resourceName,
} from './needed-permissions.ts';
import { rolesText, ruleText } from './rbac-text.ts';

export type CheckedEnvironment = { environmentId: EnvironmentId; name: string; namespace: string };

/** `namespace` null: in all of the cluster. */
export type AccessQuestion = { permission: NeededPermission; namespace: string | null };

/** Each question once, however many environments share a namespace. */
export const questionsFor = (namespaces: readonly string[]): AccessQuestion[] => [
  ...CLUSTER_PERMISSIONS.map((permission) => ({ permission, namespace: null })),
  ...[...new Set(namespaces)].flatMap((namespace) =>
    NAMESPACE_PERMISSIONS.map((permission) => ({ permission, namespace })),
  ),
];

/** `failed`: it did not answer, or not as Kubernetes does, or does not know us. `granted` by the question's place. */
export type Inspection =
  | { outcome: 'answered'; version: string | null; granted: readonly boolean[] }
  | { outcome: 'failed'; version: string | null; reason: string };

export type JudgeOrder = {
  checkedAt: Date;
  environments: readonly CheckedEnvironment[];
  questions: readonly AccessQuestion[];
  inspection: Inspection;
};

export function judgeCheck({ checkedAt, environments, questions, inspection }: JudgeOrder): ClusterCheck {
  const known = { checkedAt: checkedAt.toISOString(), version: inspection.version };
  if (inspection.outcome === 'failed') {
    const { reason } = inspection;
    const lost = environments.map((environment) => ({
      ...environment,
      outcome: 'unreachable' as const,
      reason,
      permissions: [],
    }));
    return { ...known, outcome: 'unreachable', reason, permissions: [], environments: lost, roles: null };
  }
  const all = questions.map((question, index) => answerTo(question, inspection.granted[index] ?? false));
  const inCluster = all.filter(({ namespace }) => namespace === null);
  const judged = environments.map((environment) => {
    const permissions = all.filter(({ namespace }) => namespace === environment.namespace);
    const reason = missingText(permissions, `in the namespace ${environment.namespace}`);
    return { ...environment, ...outcomeOf(reason), permissions };
  });
  const reason = missingText(inCluster, 'in the cluster');
  const lacking = judged.filter(({ outcome }) => outcome === 'unreachable');
  return {
    ...known,
    ...outcomeOf(reason),
    permissions: inCluster,
    environments: judged,
    roles: rolesText({ cluster: reason !== null, namespaces: lacking.map(({ namespace }) => namespace) }),
  };
}

const outcomeOf = (reason: string | null) =>
  ({ outcome: reason === null ? 'ready' : 'unreachable', reason }) as const;

function answerTo({ permission, namespace }: AccessQuestion, granted: boolean): ClusterPermission {
  const { verb, group, why } = permission;
  const answer = granted
    ? ({ outcome: 'granted', add: null } as const)
    : ({ outcome: 'missing', add: ruleText(permission) } as const);
  return { verb, group, resource: resourceName(permission), namespace, why, ...answer };
}

const MOST_NAMED = 5;

function missingText(permissions: readonly ClusterPermission[], where: string): string | null {
  const missing = permissions.filter(({ outcome }) => outcome === 'missing');
  if (missing.length === 0) return null;
  const named = missing.slice(0, MOST_NAMED).map(({ verb, resource }) => `${verb} ${resource}`);
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
  return `Gauntlet may not ${named.join(', ')}${more} ${where}. Grant it by the roles that the check proposes.`;
}

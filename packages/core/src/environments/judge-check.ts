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
  const all = questions.map((question, index) => ({
    question,
    answer: answerTo(question, inspection.granted[index] ?? false),
  }));
  const inPlace = (place: string | null) => all.filter(({ question }) => question.namespace === place);
  const judged = environments.map((environment) => ({
    ...environment,
    ...judgePlace(inPlace(environment.namespace), `in the namespace ${environment.namespace}`),
  }));
  const cluster = judgePlace(inPlace(null), 'in the cluster');
  const lacking = judged.filter(({ outcome }) => outcome !== 'ready');
  return {
    ...{ ...known, ...cluster },
    environments: judged,
    roles: rolesText({
      cluster: cluster.outcome !== 'ready',
      namespaces: lacking.map(({ namespace }) => namespace),
    }),
  };
}

type Answered = { question: AccessQuestion; answer: ClusterPermission };

/** Tests run where nothing is missing that they cannot do without. */
function judgePlace(answered: readonly Answered[], where: string) {
  const permissions = answered.map(({ answer }) => answer);
  const missing = answered.filter(({ answer }) => answer.outcome === 'missing');
  if (missing.length === 0) return { outcome: 'ready' as const, reason: null, permissions };
  const named = `Gauntlet may not ${missingText(missing)} ${where}`;
  const lost = new Set(missing.map(({ question }) => question.permission.without));
  const how = lost.has(null) ? '' : `: tests run, but ${[...lost].join(', and ')}`;
  return {
    outcome: lost.has(null) ? ('unreachable' as const) : ('partly' as const),
    reason: `${named}${how}. Grant it by the roles that the check proposes.`,
    permissions,
  };
}

function answerTo({ permission, namespace }: AccessQuestion, granted: boolean): ClusterPermission {
  const { verb, group, why } = permission;
  const answer = granted
    ? ({ outcome: 'granted', add: null } as const)
    : ({ outcome: 'missing', add: ruleText(permission) } as const);
  return { verb, group, resource: resourceName(permission), namespace, why, ...answer };
}

const MOST_NAMED = 5;

function missingText(missing: readonly Answered[]): string {
  const named = missing.slice(0, MOST_NAMED).map(({ answer: { verb, resource } }) => `${verb} ${resource}`);
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

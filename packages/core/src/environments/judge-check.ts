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

/**
 * `failed`: it did not answer, or not as Kubernetes does, or does not know us. `granted` by the question's place;
 * null: we may not ask.
 */
export type Inspection =
  | { outcome: 'answered'; version: string | null; granted: readonly (boolean | null)[] }
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
    answer: answerTo(question, outcomeOf(inspection.granted[index])),
  }));
  const inPlace = (place: string | null) => all.filter(({ question }) => question.namespace === place);
  const judged = environments.map((environment) => ({
    ...environment,
    ...judgePlace(inPlace(environment.namespace), environment.namespace),
  }));
  const cluster = judgePlace(inPlace(null), null);
  return {
    ...{ ...known, ...cluster },
    environments: judged,
    roles: rolesText({
      cluster: cluster.permissions.some(isMissing),
      namespaces: judged
        .filter(({ permissions }) => permissions.some(isMissing))
        .map(({ namespace }) => namespace),
    }),
  };
}

type Answered = { question: AccessQuestion; answer: ClusterPermission };

const isMissing = ({ outcome }: ClusterPermission) => outcome === 'missing';

/** Tests run where nothing is missing that they cannot do without, and all of that is known. */
function judgePlace(answered: readonly Answered[], namespace: string | null) {
  const permissions = answered.map(({ answer }) => answer);
  const lacking = answered.filter(({ answer }) => answer.outcome !== 'granted');
  if (lacking.length === 0) return { outcome: 'ready' as const, reason: null, permissions };
  const missing = lacking.filter(({ answer }) => isMissing(answer));
  const unknown = lacking.filter(({ answer }) => !isMissing(answer));
  const said = [
    ...(missing.length === 0 ? [] : [missingReason(missing, namespace)]),
    ...(unknown.length === 0 ? [] : [unknownReason(unknown, namespace)]),
  ];
  const isVital = lacking.some(({ question }) => question.permission.without === null);
  return {
    outcome: isVital ? ('unreachable' as const) : ('partly' as const),
    reason: said.join(' '),
    permissions,
  };
}

const placeText = (namespace: string | null) =>
  namespace === null ? 'in the cluster' : `in the namespace ${namespace}`;

/** What tests are without where all of it is; null: they do not run. */
function costOf(lacking: readonly Answered[]): string | null {
  const lost = new Set(lacking.map(({ question }) => question.permission.without));
  return lost.has(null) ? null : [...lost].join(', and ');
}

function missingReason(missing: readonly Answered[], namespace: string | null): string {
  const cost = costOf(missing);
  const how = cost === null ? '' : `: tests run, but ${cost}`;
  return `Gauntlet may not ${namesOf(missing)} ${placeText(namespace)}${how}. Grant it by the roles that the check proposes.`;
}

function unknownReason(unknown: readonly Answered[], namespace: string | null): string {
  const cost = costOf(unknown);
  const how = cost === null ? '' : ` Tests run; if it may not, ${cost}.`;
  const review = namespace === null ? 'subjectaccessreviews' : 'localsubjectaccessreviews';
  return `Whether Gauntlet may ${namesOf(unknown)} ${placeText(namespace)} is not known: this server may not ask about the account that makes pods. Let it create ${review} (authorization.k8s.io) there.${how}`;
}

const outcomeOf = (granted: boolean | null | undefined): ClusterPermission['outcome'] => {
  if (granted === null) return 'unknown';
  return granted ? 'granted' : 'missing';
};

function answerTo(
  { permission, namespace }: AccessQuestion,
  outcome: ClusterPermission['outcome'],
): ClusterPermission {
  const { verb, group, why } = permission;
  const add = outcome === 'missing' ? ruleText(permission) : null;
  return { verb, group, resource: resourceName(permission), namespace, why, outcome, add };
}

const MOST_NAMED = 5;

function namesOf(lacking: readonly Answered[]): string {
  const named = lacking.slice(0, MOST_NAMED).map(({ answer: { verb, resource } }) => `${verb} ${resource}`);
  const more = lacking.length > MOST_NAMED ? ` and ${lacking.length - MOST_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

/** Permissions as the rules and roles that grant them. */
import {
  CLUSTER_PERMISSIONS,
  NAMESPACE_PERMISSIONS,
  type NeededPermission,
  resourceName,
} from './needed-permissions.ts';

const quoted = (words: readonly string[]) => `[${words.map((word) => `"${word}"`).join(', ')}]`;

/** One rule, on one line. */
export const ruleText = (permission: NeededPermission): string =>
  `{ apiGroups: ["${permission.group}"], resources: ["${resourceName(permission)}"], verbs: ["${permission.verb}"] }`;

/**
 * Whole roles, not only what is missing: applied over a role of the same name, half of one would take away the
 * other half.
 */
export function rolesText(missing: { cluster: boolean; namespaces: readonly string[] }): string | null {
  const roles = [
    ...[...new Set(missing.namespaces)].map((namespace) => role('Role', namespace, NAMESPACE_PERMISSIONS)),
    ...(missing.cluster ? [role('ClusterRole', null, CLUSTER_PERMISSIONS)] : []),
  ];
  return roles.length === 0 ? null : roles.join('---\n');
}

function role(
  kind: 'Role' | 'ClusterRole',
  namespace: string | null,
  permissions: readonly NeededPermission[],
): string {
  const place = namespace === null ? '' : `  namespace: ${namespace}\n`;
  const rules = rulesOf(permissions).map(
    ({ group, resource, verbs }) =>
      `  - apiGroups: ["${group}"]\n    resources: ["${resource}"]\n    verbs: ${quoted(verbs)}\n`,
  );
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: gauntlet\n${place}rules:\n${rules.join('')}`;
}

function rulesOf(permissions: readonly NeededPermission[]) {
  const rules = new Map<string, { group: string; resource: string; verbs: string[] }>();
  for (const permission of permissions) {
    const resource = resourceName(permission);
    const key = `${permission.group}/${resource}`;
    const rule = rules.get(key) ?? { group: permission.group, resource, verbs: [] };
    rules.set(key, { ...rule, verbs: [...rule.verbs, permission.verb] });
  }
  return [...rules.values()];
}

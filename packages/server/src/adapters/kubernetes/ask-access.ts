/** May Gauntlet do this there? The cluster itself is asked: about whoever asks, or about another account. */
import type { AccessQuestion } from '@gauntlet/core/environments';
import { statusOf } from './explain-failure.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

const API = { apiVersion: 'authorization.k8s.io/v1' };

/** @returns null: whoever asks may not ask about others. */
export async function askAccess(
  { authorization }: KubernetesApi,
  { permission, namespace }: AccessQuestion,
  account: string | null,
): Promise<boolean | null> {
  const { verb, group, resource, subresource } = permission;
  const resourceAttributes = {
    ...{ verb, group, resource },
    ...(subresource === null ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
  };
  if (account === null)
    return answerOf(
      await authorization.createSelfSubjectAccessReview({
        body: { ...API, kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
      }),
    );
  const spec = { user: account, groups: groupsOf(account), resourceAttributes };
  try {
    return answerOf(
      namespace === null
        ? await authorization.createSubjectAccessReview({
            body: { ...API, kind: 'SubjectAccessReview', spec },
          })
        : await authorization.createNamespacedLocalSubjectAccessReview({
            namespace,
            body: { ...API, kind: 'LocalSubjectAccessReview', metadata: { namespace }, spec },
          }),
    );
  } catch (cause) {
    if (statusOf(cause) === 403) return null;
    throw cause;
  }
}

/** As Kubernetes signs in `system:serviceaccount:NAMESPACE:NAME`. */
const groupsOf = (account: string) => [
  'system:serviceaccounts',
  `system:serviceaccounts:${account.split(':')[2]}`,
  'system:authenticated',
];

function answerOf({ status }: { status?: { allowed?: unknown } }): boolean {
  if (typeof status?.allowed !== 'boolean') throw new Error('An access review without an answer.');
  return status.allowed;
}

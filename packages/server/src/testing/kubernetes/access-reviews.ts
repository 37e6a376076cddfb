/** POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews: all is granted but what the test takes away. */
import { answerObject, answerStatus } from './answers.ts';
import type { ApiPart } from './fake-api-server.ts';

/** As `kubectl auth can-i` is asked: `watch pods/log -n tests`, without `-n` in all of the cluster. */
export type AskedAccess = {
  verb: string;
  group: string;
  resource: string;
  namespace: string | null;
};

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

type IsDenied = (asked: AskedAccess) => boolean | Promise<boolean>;

export function createAccessReviews(isDenied: IsDenied = () => false) {
  const asked: AskedAccess[] = [];
  const rules = { isDenied };
  const part: ApiPart = {
    answer: async ({ method, path, body }, response) => {
      if (method !== 'POST' || path !== PATH) return false;
      const attributes = (body as { spec?: { resourceAttributes?: Record<string, string> } } | null)?.spec
        ?.resourceAttributes;
      if (!attributes?.verb || !attributes.resource) {
        answerStatus(response, 422, 'spec.resourceAttributes: Required value');
        return true;
      }
      const { verb, resource, subresource } = attributes;
      const one = {
        ...{ verb, group: attributes.group ?? '', namespace: attributes.namespace ?? null },
        resource: subresource ? `${resource}/${subresource}` : resource,
      };
      asked.push(one);
      const allowed = !(await rules.isDenied(one));
      const status = { allowed, ...(allowed ? { reason: 'RBAC: allowed by RoleBinding' } : {}) };
      answerObject(response, 201, { ...(body as object), metadata: {}, status });
      return true;
    },
  };
  return { part, asked, rules };
}

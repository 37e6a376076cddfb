/**
 * POST /apis/authorization.k8s.io/v1/...accessreviews: all is granted but what the test takes away, and everything may
 * be asked.
 */
import { answerObject, answerStatus } from './answers.ts';
import type { ApiPart } from './fake-api-server.ts';

/** As `kubectl auth can-i` is asked: `watch pods/log -n tests`, without `-n` in all of the cluster. */
export type AskedAccess = {
  verb: string;
  group: string;
  resource: string;
  namespace: string | null;
  kind: string;
  /** Who would do it; null: whoever asks. */
  about: { user: string; groups: readonly string[] } | null;
};

const PATH =
  /^\/apis\/authorization\.k8s\.io\/v1\/(?:(self)?subjectaccessreviews|namespaces\/([^/]+)\/localsubjectaccessreviews)$/;

type Decide = (asked: AskedAccess) => boolean | Promise<boolean>;
type Spec = { user?: string; groups?: string[]; resourceAttributes?: Record<string, string> };

export function createAccessReviews(isDenied: Decide = () => false) {
  const asked: AskedAccess[] = [];
  /** `isForbidden`: to ask. */
  const rules = { isDenied, isForbidden: (() => false) as Decide };
  const part: ApiPart = {
    answer: async ({ method, path, body }, response) => {
      const match = method === 'POST' ? PATH.exec(path) : null;
      if (match === null) return false;
      const [, self, place] = match;
      const { user, groups = [], resourceAttributes } = (body as { spec?: Spec } | null)?.spec ?? {};
      if (!resourceAttributes?.verb || !resourceAttributes.resource) {
        answerStatus(response, 422, 'spec.resourceAttributes: Required value');
        return true;
      }
      if (!self && !user) {
        answerStatus(response, 422, 'spec.user: Required value');
        return true;
      }
      const { verb, resource, subresource, group = '', namespace = null } = resourceAttributes;
      if (place !== undefined && place !== namespace) {
        answerStatus(response, 422, 'spec.resourceAttributes.namespace: must match metadata.namespace');
        return true;
      }
      const one = {
        ...{ verb, group, namespace },
        resource: subresource ? `${resource}/${subresource}` : resource,
        kind: String((body as { kind?: unknown }).kind),
        about: user === undefined ? null : { user, groups },
      };
      asked.push(one);
      if (await rules.isForbidden(one)) {
        answerStatus(response, 403, 'cannot create resource in API group "authorization.k8s.io"');
        return true;
      }
      const allowed = !(await rules.isDenied(one));
      const status = { allowed, ...(allowed ? { reason: 'RBAC: allowed by RoleBinding' } : {}) };
      answerObject(response, 201, { ...(body as object), metadata: {}, status });
      return true;
    },
  };
  return { part, asked, rules };
}

/**
 * The API of one cluster by its client library, over a fetch of ours: it reaches what may be reached, follows no
 * redirect, goes through no proxy, runs no plugin, and reads so much and for so long. The library is loaded when
 * it is needed: that takes a second or two.
 */

import { createGuardedFetch, type GuardedFetch, type TlsSettings } from '@gauntlet/host/guarded-fetch';
import type { OutboundAllowance } from '@gauntlet/host/outbound';
import type { RequestContext } from '@kubernetes/client-node';

/** How one cluster is asked, whatever it was read from. */
export type ApiAccess = {
  server: string;
  tls: TlsSettings;
  /** Of the header `authorization`; null: the client's certificate says who asks. */
  authorization: string | null;
};

export type ApiLimits = {
  allowed: OutboundAllowance;
  /** For one request. */
  timeoutSeconds: number;
  /** Of one answer. */
  mostBytes: number;
  /** Ends all requests. */
  signal: AbortSignal;
};

export async function openKubernetesApi(access: ApiAccess, { signal, ...limits }: ApiLimits) {
  const library = await import('@kubernetes/client-node');
  const fetch = createGuardedFetch({ ...limits, tls: access.tls });
  const configuration = library.createConfiguration({
    baseServer: new library.ServerConfiguration(access.server, {}),
    httpApi: library.wrapHttpLibrary({
      send: async (request) => {
        const answer = await send(fetch, request, signal);
        return new library.ResponseContext(answer.status, Object.fromEntries(answer.headers), {
          text: () => answer.text(),
          binary: async () => Buffer.from(await answer.arrayBuffer()),
          stream: () => answer.body,
        });
      },
    }),
    authMethods: {
      default: {
        getName: () => 'kubeconfig',
        applySecurityAuthentication: (request) => {
          if (access.authorization !== null) request.setHeaderParam('Authorization', access.authorization);
        },
      },
    },
  });
  return {
    version: new library.VersionApi(configuration),
    authorization: new library.AuthorizationV1Api(configuration),
  };
}

export type KubernetesApi = Awaited<ReturnType<typeof openKubernetesApi>>;

const send = (fetch: GuardedFetch, request: RequestContext, signal: AbortSignal): Promise<Response> =>
  fetch(request.getUrl(), {
    method: request.getHttpMethod(),
    headers: request.getHeaders(),
    body: request.getBody(),
    signal,
  });

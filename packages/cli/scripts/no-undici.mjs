/**
 * In the place of undici, which the client library of Kubernetes brings along for requests of its own and which
 * does not load on Node.js 20: the server hands it another way to ask (adapters/kubernetes/kubernetes-api.ts).
 */
const unused = () => {
  throw new Error(
    'undici is not part of this package: clusters are asked by the fetch that the server guards.',
  );
};

export const fetch = unused;
export const Agent = unused;
export const ProxyAgent = unused;

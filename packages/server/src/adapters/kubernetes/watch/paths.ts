/** Where things of a namespace are in the API. */
export const jobsPath = (namespace: string) => `/apis/batch/v1/namespaces/${namespace}/jobs`;
export const podsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;
export const secretsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/secrets`;
export const eventsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/events`;
export const NODES_PATH = '/api/v1/nodes';
export const ALL_PODS_PATH = '/api/v1/pods';

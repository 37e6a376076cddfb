/** The few calls of the public API that the measurements make. */
import {
  ClusterView,
  EnvironmentView,
  EventList,
  type ExecutionId,
  ExecutionView,
  SignInLink,
  SubmitAnswer,
  type TestDefinitionInput,
} from '@gauntlet/contract';
import type { z } from 'zod';
import { waitFor } from './wait-for.ts';

export type Api = {
  url: string;
  submit(definition: TestDefinitionInput): Promise<SubmitAnswer>;
  /** Settles when everything is stored and cleaned up. */
  archived(executionId: ExecutionId): Promise<ExecutionView>;
  show(executionId: ExecutionId): Promise<ExecutionView>;
  cancel(executionId: ExecutionId): Promise<void>;
  /** Good once, of the caller. */
  signInLink(): Promise<string>;
  /** In a cluster that was not known before. */
  addEnvironment(place: EnvironmentPlace): Promise<void>;
  events(executionId: ExecutionId): Promise<z.infer<typeof EventList>>;
};

type EnvironmentPlace = { name: string; namespace: string; kubeconfig: string; autoscale: boolean };

const ARCHIVE_SECONDS = 900;

export function createApi(url: string, token: string): Api {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = async <Value>(
    schema: z.ZodType<Value>,
    method: string,
    path: string,
    body?: object,
  ): Promise<Value> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return schema.parse(await answer.json());
  };
  const show: Api['show'] = (executionId) => ask(ExecutionView, 'GET', `/executions/${executionId}`);
  return {
    url,
    show,
    submit: (definition) => ask(SubmitAnswer, 'POST', '/tests', definition),
    cancel: async (executionId) =>
      void (await ask(ExecutionView, 'POST', `/executions/${executionId}/cancel`, {})),
    signInLink: async () => (await ask(SignInLink, 'POST', '/sign-in-links')).link,
    addEnvironment: async ({ name, namespace, kubeconfig, autoscale }) => {
      const access = { kind: 'kubeconfig', kubeconfig };
      const { clusterId } = await ask(ClusterView, 'POST', '/clusters', { name, access });
      const environment = { name, clusterId, namespace, configuration: { autoscale } };
      await ask(EnvironmentView, 'POST', '/environments', environment);
    },
    events: (executionId) => ask(EventList, 'GET', `/executions/${executionId}/events?limit=500`),
    archived: (executionId) =>
      waitFor(`execution ${executionId} to be archived`, ARCHIVE_SECONDS, async () => {
        const execution = await show(executionId);
        return execution.status === 'archived' ? execution : null;
      }),
  };
}

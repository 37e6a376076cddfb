/** The public API of a server, as a program would use it. */
import {
  type ArtifactList,
  type ArtifactType,
  type EventList,
  type ExecutionEvent,
  type ExecutionEventType,
  type ExecutionView,
  Problem,
  type RecordedExecutionEvent,
  type ResultList,
  type ResultView,
  type SubmitAnswer,
  type TestDefinitionInput,
  type UnitView,
} from '@gauntlet/contract';
import { until } from './until.ts';

export type Answer = { status: number; headers: Headers; text: string; bytes: Buffer };
type Body = { type: string; content: NonNullable<RequestInit['body']> };

export type Api = ReturnType<typeof createApi>;

export type EventOf<Type extends ExecutionEventType> = Extract<ExecutionEvent, { type: Type }>['data'];

const json = (value: unknown): Body => ({ type: 'application/json', content: JSON.stringify(value) });

export function createApi(url: string, token: string) {
  const ask = async (
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const answer = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': body.type } : {}),
        ...headers,
      },
      ...(body ? { body: body.content, duplex: 'half' } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, text: bytes.toString(), bytes };
  };
  const get = async <Value>(path: string): Promise<Value> => {
    const { status, text } = await ask('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text}`);
    return JSON.parse(text) as Value;
  };
  const all = async <Item>(path: string): Promise<Item[]> => {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: Item[]; nextCursor: string | null } = await get(`${path}${at}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };
  const execution = (id: string) => get<ExecutionView>(`/api/v1/executions/${id}`);
  const events = async (id: string): Promise<RecordedExecutionEvent[]> => {
    const items: RecordedExecutionEvent[] = [];
    for (let after = 0; ; after = items.at(-1)?.number ?? after) {
      const page = await get<EventList>(`/api/v1/executions/${id}/events?after=${after}&limit=1000`);
      items.push(...page.items);
      if (page.items.length === 0) return items;
    }
  };
  const submit = async (definition: TestDefinitionInput): Promise<string> => {
    const { status, text } = await ask('POST', '/api/v1/tests', json(definition));
    if (status !== 202) throw new Error(`the definition was answered with ${status}: ${text}`);
    return (JSON.parse(text) as SubmitAnswer).executionId;
  };
  /** The execution when all is over with it: judged, its reports stored, archived. */
  const archived = (id: string, seconds?: number) =>
    until(
      `execution ${id} is archived`,
      async () => {
        const view = await execution(id);
        if (view.status === 'archived' || view.status === 'rejected') return view;
        throw new Error(`it is ${view.status}; ${JSON.stringify(view.units)} units`);
      },
      seconds,
    );
  return {
    ask,
    get,
    execution,
    events,
    post: (path: string, value: unknown, headers?: Record<string, string>) =>
      ask('POST', path, json(value), headers),
    put: (path: string, value: unknown) => ask('PUT', path, json(value)),
    submit,
    archived,
    run: async (definition: TestDefinitionInput) => archived(await submit(definition)),
    eventsOf: async <Type extends ExecutionEventType>(id: string, type: Type): Promise<EventOf<Type>[]> =>
      (await events(id)).flatMap(({ event }) => (event.type === type ? [event.data as EventOf<Type>] : [])),
    /** Of the last attempt of each test. */
    results: (id: string) => all<ResultList['items'][number]>(`/api/v1/executions/${id}/results?limit=500`),
    result: (id: string, resultId: string) => get<ResultView>(`/api/v1/executions/${id}/results/${resultId}`),
    units: (id: string) => all<UnitView>(`/api/v1/executions/${id}/units?limit=500`),
    artifacts: (id: string) =>
      all<ArtifactList['items'][number]>(`/api/v1/executions/${id}/artifacts?limit=500`),
    artifact: async (id: string, type: ArtifactType): Promise<Answer> => {
      const path = `/api/v1/executions/${id}/artifacts?type=${type}`;
      const [found] = await all<ArtifactList['items'][number]>(path);
      if (!found) throw new Error(`the execution ${id} has no artifact of type ${type}`);
      return ask('GET', new URL(found.link, url).pathname);
    },
    logs: async (id: string) => (await ask('GET', `/api/v1/executions/${id}/logs`)).text,
  };
}

export const problemOf = ({ text }: Answer): Problem => Problem.parse(JSON.parse(text));

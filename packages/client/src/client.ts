/**
 * The API, typed by its own document. A call gives what the operation answers; whatever else comes is
 * thrown, one class a kind (problems.ts).
 */
import createOpenapiClient from 'openapi-fetch';
import type { Call, Method } from './answers.ts';
import { type FollowOptions, followStream } from './follow-stream.ts';
import type { components, paths } from './generated/api.ts';
import { type Pages, pagesBy } from './pages.ts';
import { GauntletProblem, NoAnswer, refusalOf, UnexpectedAnswer } from './problems.ts';

export type ClientOptions = {
  /** `https://gauntlet.example.org`, with the prefix under which it is served, if any. */
  baseUrl: string;
  /** `gnt_...`. Left out where the browser's cookie signs in. */
  token?: string | undefined;
  /** Id of the project to work in; all of the home team when left out. */
  project?: string | undefined;
  /** Sends a request; the runtime's own when left out. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
};

/** What happened to an execution, as the event store numbers it. */
export type RecordedEvent = components['schemas']['EventList']['items'][number];
/** `number` is where to go on from: of the execution's events, or of all events for those of the team. */
export type StreamEvent = { number: number; recorded: RecordedEvent };
export type EventStream = AsyncGenerator<StreamEvent, void, undefined>;

export type GauntletClient = {
  GET: Call<'get'>;
  PUT: Call<'put'>;
  POST: Call<'post'>;
  DELETE: Call<'delete'>;
  PATCH: Call<'patch'>;
  /** The items of a list, over all of its pages. */
  pages: Pages;
  /** One execution's events from the first (or from `after`) to its last. */
  executionEvents: (executionId: string, options?: FollowOptions) => EventStream;
  /** The events of all executions, from now on (or from `after`); ends by its signal. */
  teamEvents: (options?: FollowOptions) => EventStream;
  /** Opens an address that an answer holds (`links`, `reports`): always on this client's server. */
  open: (
    link: string,
    init?: { headers?: Record<string, string>; signal?: AbortSignal },
  ) => Promise<Response>;
};

type AnyInit = { parseAs?: string; headers?: Record<string, string>; signal?: AbortSignal } & Record<
  string,
  unknown
>;
type Ask = (method: string, path: string, init: AnyInit) => Promise<{ data: unknown; response: Response }>;

const seenIn = (request: Request, response: Response) => ({
  url: request.url,
  status: response.status,
  contentType: response.headers.get('content-type') ?? '',
});

async function throwRefusal(request: Request, response: Response): Promise<void> {
  if (response.status < 400) return;
  const body = await response.text().catch(() => ''); // broken off: then it is no problem of ours
  throw refusalOf({ ...seenIn(request, response), retryAfter: response.headers.get('retry-after'), body });
}

/** The caller's own interruption stays what it is; all else that fetch throws is the network's. */
function failure(error: unknown, url: string, signal: AbortSignal | undefined): unknown {
  if (error instanceof GauntletProblem || error instanceof UnexpectedAnswer) return error;
  if (signal?.aborted) return error;
  return new NoAnswer(url, error);
}

function askWith({ baseUrl, token, project, fetch, headers }: ClientOptions): Ask {
  const root = baseUrl.replace(/\/+$/, '');
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const workspace = project === undefined ? {} : { 'x-gauntlet-project': project };
  const openapi = createOpenapiClient<paths>({
    baseUrl: root,
    headers: { ...authorization, ...workspace, ...headers },
    ...(fetch === undefined ? {} : { fetch }),
  });
  const request = openapi.request as unknown as Ask;
  return async (method, path, init) => {
    let seen: { request: Request; response: Response } | undefined;
    const refuse = {
      onResponse: async (answer: { request: Request; response: Response }) => {
        seen = answer;
        await throwRefusal(answer.request, answer.response);
      },
    };
    const accept = (init.parseAs ?? 'json') === 'json' ? 'application/json' : '*/*';
    try {
      return await request(method, path, {
        ...init,
        headers: { accept, ...init.headers },
        middleware: [refuse],
      });
    } catch (error) {
      if (error instanceof SyntaxError && seen !== undefined) {
        throw new UnexpectedAnswer(seenIn(seen.request, seen.response), { cause: error });
      }
      throw failure(error, seen?.request.url ?? `${root}${path}`, init.signal);
    }
  };
}

/** A newer server may send kinds of events that these types do not know: pass over what you do not know. */
async function* eventsOf(
  open: (after: number, signal: AbortSignal) => Promise<Response>,
  options: FollowOptions = {},
): EventStream {
  for await (const { number, data } of followStream({ ...options, open })) {
    yield { number, recorded: JSON.parse(data) as RecordedEvent };
  }
}

const streamInit = (after: number, signal: AbortSignal) =>
  ({
    parseAs: 'stream',
    headers: { accept: 'text/event-stream', ...(after > 0 ? { 'last-event-id': String(after) } : {}) },
    signal,
  }) as const;

/** The path and query of a link, whatever host it names: a token goes to its own server only. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link, 'http://server');
  return pathname + search;
}

export function createGauntletClient(options: ClientOptions): GauntletClient {
  const ask = askWith(options);
  const call = <Verb extends Method>(method: Uppercase<Verb>) =>
    ((path: string, init: AnyInit = {}) => ask(method, path, init)) as unknown as Call<Verb>;
  const GET = call<'get'>('GET');
  return {
    GET,
    PUT: call<'put'>('PUT'),
    POST: call<'post'>('POST'),
    DELETE: call<'delete'>('DELETE'),
    PATCH: call<'patch'>('PATCH'),
    pages: pagesBy(GET),
    executionEvents: (id, follow) =>
      eventsOf(async (after, signal) => {
        const init = { params: { path: { id } }, ...streamInit(after, signal) };
        return (await GET('/api/v1/executions/{id}/events', init)).response;
      }, follow),
    teamEvents: (follow) =>
      eventsOf(
        async (after, signal) => (await GET('/api/v1/events', streamInit(after, signal))).response,
        follow,
      ),
    open: async (link, init = {}) =>
      (await ask('GET', pathOf(link), { ...init, parseAs: 'stream' })).response,
  };
}

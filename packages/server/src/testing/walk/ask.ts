/** Requests of the walk, on connections that are kept, and their answers in a form that can be compared. */
import type { HttpStage } from '../http-stage.ts';
import type { Given } from './json-schema.ts';
import { createSampler, type Schemas } from './json-schema.ts';
import type { Operation } from './operations.ts';

export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  requestId: string;
};
export type Credentials = Record<string, string>;

/** One value for one place; all others are valid. */
export type Filling = {
  path: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Sent in the place of a body that is valid. */
  rawBody?: string;
};

export type Order = {
  operation: Operation;
  credentials: Credentials;
  filling: Filling;
  given?: Given;
  /** A browser is answered in pages. */
  as?: 'program' | 'browser';
};

export type Asker = ReturnType<typeof createAsker>;

export function createAsker(stage: Pick<HttpStage, 'address'>, schemas: Schemas) {
  return async ({ operation, credentials, filling, given = {}, as = 'program' }: Order): Promise<Answer> => {
    const { sample } = createSampler(schemas, given);
    const required = (place: string) =>
      Object.fromEntries(
        operation.parameters
          .filter((each) => each.in === place && each.required)
          .map(({ name, schema }) => [name, String(sample(schema, name))]),
      );
    const path = operation.url
      .replaceAll(/:(\w+)/g, (_, name: string) =>
        encodeURIComponent(filling.path[name] ?? required('path')[name] ?? ''),
      )
      .replace('*', 'x');
    const query = new URLSearchParams({ ...required('query'), ...filling.query }).toString();
    const sent = bodyOf(operation, filling, sample);
    const answer = await fetch(`${stage.address}${path}${query === '' ? '' : `?${query}`}`, {
      method: operation.method,
      headers: {
        accept: as === 'browser' ? 'text/html' : 'application/json, text/event-stream;q=0.9, */*;q=0.1',
        ...(sent === null ? {} : { 'content-type': sent.type }),
        ...required('header'),
        ...filling.headers,
        ...credentials,
      },
      body: sent?.body ?? null,
      redirect: 'manual',
    });
    return readAnswer(answer);
  };
}

function bodyOf(
  { method, body }: Operation,
  filling: Filling,
  sample: ReturnType<typeof createSampler>['sample'],
): { type: string; body: string | Uint8Array<ArrayBuffer> } | null {
  if (method === 'GET' || method === 'HEAD') return null;
  if (filling.rawBody !== undefined) return { type: 'application/json', body: filling.rawBody };
  if (!body) return null;
  if (body.type === 'application/octet-stream') return { type: body.type, body: Buffer.from('bytes') };
  const value = filling.body ?? sample(body.schema, 'body');
  if (body.type !== 'application/x-www-form-urlencoded')
    return { type: 'application/json', body: JSON.stringify(value) };
  return { type: body.type, body: new URLSearchParams(value as Record<string, string>).toString() };
}

async function readAnswer(answer: Response): Promise<Answer> {
  const headers = Object.fromEntries(answer.headers);
  const stream = headers['content-type']?.startsWith('text/event-stream') === true;
  // A stream goes on for as long as it likes: that it began is all that is asked.
  const body = stream ? await answer.body?.cancel().then(() => '') : await answer.text();
  return { status: answer.status, headers, body: body ?? '', requestId: headers['x-request-id'] ?? '' };
}

const TOLD_APART = ['date', 'x-request-id', 'ratelimit-remaining', 'ratelimit-reset'];
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** All of an answer but its moment, its request, what was put into the place, and ids that came to be with it. */
export function comparable(
  { status, headers, body, requestId }: Answer,
  placed: string,
  known: ReadonlySet<string>,
): string {
  const head = Object.entries(headers)
    .filter(([name]) => !TOLD_APART.includes(name))
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}: ${value}`);
  return [status, ...head, '', body]
    .join('\n')
    .replaceAll(requestId || '\0', '<request>')
    .replaceAll(encodeURIComponent(placed), '<placed>')
    .replaceAll(placed, '<placed>')
    .replaceAll(UUID, (id) => (known.has(id) ? id : '<new>'))
    .replaceAll(/\bg(nt|ag|rt|si|dc)_[\w-]{6,}/g, '<secret>');
}

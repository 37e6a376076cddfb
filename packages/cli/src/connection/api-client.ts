/**
 * Calls of the public API: the typed client's, with refusals as values. Answers are also parsed with the
 * contract's schemas, since the server may be of another version than this program.
 */
import {
  createGauntletClient,
  type GauntletClient,
  GauntletProblem,
  NoAnswer,
  networkReason,
  UnexpectedAnswer,
} from '@gauntlet/client';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import { cannotRun, type Refused } from '../refused.ts';
import { fromProblem, noGauntlet } from './read-problem.ts';
import { fetchRepeating, type Way } from './repeating-fetch.ts';

export type Address = { baseUrl: string; token: string | undefined; project?: string };

const unreachable = (baseUrl: string, error: unknown): Refused =>
  cannotRun(
    'server-unreachable',
    `The server at ${baseUrl} cannot be reached: ${networkReason(error)}.`,
    'Check that it runs, and the URL given by --server, GAUNTLET_URL or `gauntlet login`.',
  );

/** What a call of the client threw, as the program's own refusal; a bug is thrown on. */
export function refusedBy(error: unknown, baseUrl: string): Refused {
  if (error instanceof GauntletProblem) return fromProblem(error);
  if (error instanceof UnexpectedAnswer) return noGauntlet(error);
  if (error instanceof NoAnswer) return unreachable(baseUrl, error);
  throw error;
}

const notUnderstood = (where: string, issue: z.core.$ZodIssue | undefined): Refused =>
  cannotRun(
    'answer-not-understood',
    `The server's answer to ${where} is not understood: ${issue?.path.join('.') || 'answer'}: ${issue?.message ?? ''}.`,
    'The server and this program may be of different versions: `gauntlet doctor` compares them.',
  );

type Asked = { method: string; path: string };

/** A client for one call, and what it asked. */
function clientFor(address: Address, way: Way) {
  const asked: Asked = { method: 'GET', path: '' };
  const api = createGauntletClient({
    ...address,
    fetch: (request) => {
      asked.method = request.method;
      asked.path = new URL(request.url).pathname;
      return fetchRepeating(request, way);
    },
  });
  return { api, asked };
}

/** A call whose answer is taken as it is: there is none, or it is a stream of bytes. */
export async function callApi<Answer>(
  address: Address,
  call: (api: GauntletClient) => Promise<Answer>,
  way: Way = {},
): Promise<Result<Answer, Refused>> {
  try {
    return ok(await call(clientFor(address, way).api));
  } catch (error) {
    return refuse(refusedBy(error, address.baseUrl));
  }
}

/** A call whose answer has a schema: one that does not fit the operation's answer does not compile. */
export async function askApi<Schema extends z.ZodType>(
  address: Address,
  call: (api: GauntletClient) => Promise<{ data: z.input<Schema> }>,
  schema: Schema,
  way: Way = {},
): Promise<Result<z.output<Schema>, Refused>> {
  const { api, asked } = clientFor(address, way);
  let data: unknown;
  try {
    data = (await call(api)).data;
  } catch (error) {
    // Success without JSON: the schema says in its own words that nothing came.
    const isSuccess = error instanceof UnexpectedAnswer && error.status < 300;
    if (!isSuccess) return refuse(refusedBy(error, address.baseUrl));
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  return refuse(notUnderstood(`${asked.method} ${asked.path}`, parsed.error.issues[0]));
}

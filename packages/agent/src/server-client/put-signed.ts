/**
 * Brings bytes to where the server has signed for. Who has such an address may do what it says, so none is ever
 * noted or told.
 */
import type { Readable } from 'node:stream';
import type { SignedPut } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { BodyUnreadable, readBody, StaleConnection, sendRequest } from './send-request.ts';

export type PutFailure = { code: 'unreachable' | 'not-taken' | 'unreadable' | 'aborted'; message: string };
export type PutSigned = (put: SignedPut, open: () => Readable) => Promise<Result<null, PutFailure>>;

const ANSWER_LIMIT_BYTES = 1_048_576;

export const createPutSigned = (signal: AbortSignal, idleTimeoutMs = 30_000): PutSigned => {
  const putSigned: PutSigned = async ({ url, headers }, open) => {
    try {
      const order = { method: 'PUT', url: new URL(url), headers, body: open, idleTimeoutMs, signal } as const;
      const { status, body } = await sendRequest(order);
      const said = await readBody(body, ANSWER_LIMIT_BYTES);
      if (status < 300) return ok(null);
      // Of all that a store says about a signature, its name for what is wrong.
      const name = /<Code>(\w{1,100})<\/Code>/.exec(said.toString())?.[1] ?? '';
      return refuse({ code: 'not-taken', message: `the bucket answered ${status} ${name}`.trim() });
    } catch (cause) {
      if (cause instanceof StaleConnection) return putSigned({ url, headers }, open);
      const message = (cause as Error).message || ((cause as NodeJS.ErrnoException).code ?? 'no answer');
      if (signal.aborted) return refuse({ code: 'aborted', message: 'given up: the agent is ending' });
      if (cause instanceof BodyUnreadable) return refuse({ code: 'unreadable', message });
      return refuse({ code: 'unreachable', message });
    }
  };
  return putSigned;
};

/**
 * Sends an archive as it is made. node:http instead of fetch, because a server that refuses a large
 * upload answers before it has read all of it, and that answer must be read and not lost in a reset.
 */
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UploadAnswer } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { type Address, apiUrl, authorization, unreachable } from './api-client.ts';
import { parseJson, readProblem } from './read-problem.ts';

type Sent = { sizeBytes: number; sha256: string };
/** How long an answer may still arrive after the server has closed its ear. */
const LATE_ANSWER_MS = 500;

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function startRequest(url: string, address: Address, signal: AbortSignal | undefined) {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      accept: 'application/json',
      ...authorization(address.token),
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', (error) => setTimeout(reject, LATE_ANSWER_MS, error));
  });
  return { request, answered };
}

function measuring(onBytes: (sent: number) => void) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      onBytes(sizeBytes);
      done(null, chunk);
    },
  });
  return { stream, result: (): Sent => ({ sizeBytes, sha256: hash.digest('hex') }) };
}

async function readAnswer(
  answer: IncomingMessage,
  url: string,
  sentSoFar: () => Sent,
): Promise<Result<UploadAnswer, Refused>> {
  const body = await readBody(answer);
  const status = answer.statusCode ?? 0;
  if (status !== 201 && status !== 200) {
    const contentType = String(answer.headers['content-type'] ?? '');
    const retryAfter = answer.headers['retry-after'] ?? null;
    return refuse(await readProblem({ status, contentType, retryAfter, body }, url));
  }
  const parsed = UploadAnswer.safeParse(parseJson(body));
  const sent = sentSoFar();
  if (parsed.success && parsed.data.sha256.replace(/^sha256:/, '') === sent.sha256) return ok(parsed.data);
  return refuse(
    cannotRun(
      'answer-not-understood',
      `The server stored other bytes than the ${sent.sizeBytes} that were sent.`,
      'Try again; a proxy between here and the server may be changing them.',
    ),
  );
}

/** An error of the source itself (a file that cannot be read) is thrown; all else is a refusal. */
export async function uploadArchive(
  address: Address,
  source: Readable,
  options: { onBytes?: (sent: number) => void; signal?: AbortSignal } = {},
): Promise<Result<UploadAnswer, Refused>> {
  const url = apiUrl(address.baseUrl, '/api/v1/uploads');
  const { request, answered } = startRequest(url, address, options.signal);
  const meter = measuring(options.onBytes ?? (() => undefined));
  // Each end's error destroys the other with an error of its own: the first one is the cause.
  let first: { from: 'source' | 'request'; error: Error } | null = null;
  source.once('error', (error) => {
    first ??= { from: 'source', error };
  });
  request.once('error', (error) => {
    first ??= { from: 'request', error };
  });
  const sending = pipeline(source, meter.stream, request);
  sending.catch(() => undefined); // the same error rejects `answered`, unless an answer came first
  try {
    return await readAnswer(await answered, url, meter.result);
  } catch (error) {
    const cause = first as { from: 'source' | 'request'; error: Error } | null;
    if (cause?.from === 'source') throw cause.error;
    return refuse(unreachable(address.baseUrl, cause?.error ?? error));
  } finally {
    request.destroy();
  }
}

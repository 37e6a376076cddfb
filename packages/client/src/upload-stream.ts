/**
 * Sends an archive as it is made. node:http instead of fetch, because a server that refuses a large
 * upload answers before it has read all of it, and that answer must be read and not lost in a reset.
 */
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { components, paths } from './generated/api.ts';
import { GauntletProblem, NoAnswer, refusalOf, UnexpectedAnswer } from './problems.ts';

export type Upload = components['schemas']['UploadAnswer'];
export type UploadOptions = {
  baseUrl: string;
  token?: string | undefined;
  /** Id of the project to work in; all of the home team when left out. */
  project?: string | undefined;
  /** How many bytes are on their way so far. */
  onBytes?: (sentBytes: number) => void;
  signal?: AbortSignal;
};

/** What the server stored is not what was sent. */
export class UploadDiffers extends Error {
  override readonly name = 'UploadDiffers';

  constructor(sentBytes: number) {
    super(`The server stored other bytes than the ${sentBytes} that were sent.`);
  }
}

const PATH: keyof paths = '/api/v1/uploads';
/** How long an answer may still arrive after the server has closed its ear. */
const LATE_ANSWER_MS = 500;

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function startRequest(url: string, { token, project, signal }: UploadOptions) {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(project === undefined ? {} : { 'x-gauntlet-project': project }),
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
  return { stream, result: () => ({ sizeBytes, sha256: hash.digest('hex') }) };
}

function readUpload(body: string, seen: ConstructorParameters<typeof UnexpectedAnswer>[0]): Upload {
  try {
    const answer = JSON.parse(body) as Partial<Upload> | null;
    if (typeof answer?.uploadId === 'string' && typeof answer.sha256 === 'string') return answer as Upload;
  } catch {
    // Told below: whatever it was, it was no answer to an upload.
  }
  throw new UnexpectedAnswer(seen);
}

async function readAnswer(
  answer: IncomingMessage,
  url: string,
  sentSoFar: () => { sizeBytes: number; sha256: string },
): Promise<Upload> {
  const body = await readBody(answer);
  const status = answer.statusCode ?? 0;
  const seen = { url, status, contentType: String(answer.headers['content-type'] ?? '') };
  if (status !== 201 && status !== 200) {
    throw refusalOf({ ...seen, retryAfter: answer.headers['retry-after'] ?? null, body });
  }
  const upload = readUpload(body, seen);
  const sent = sentSoFar();
  if (upload.sha256.replace(/^sha256:/, '') !== sent.sha256) throw new UploadDiffers(sent.sizeBytes);
  return upload;
}

const isOurs = (error: unknown) =>
  error instanceof UploadDiffers || error instanceof UnexpectedAnswer || error instanceof GauntletProblem;

/**
 * Uploads a tar or tar.gz for a definition to refer to, and compares the checksum the server made of it.
 *
 * @throws GauntletProblem, UnexpectedAnswer, NoAnswer, UploadDiffers; an error of the source as it is
 */
export async function uploadStream(source: Readable, options: UploadOptions): Promise<Upload> {
  const url = `${options.baseUrl.replace(/\/+$/, '')}${PATH}`;
  const { request, answered } = startRequest(url, options);
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
    if (isOurs(error)) throw error;
    const cause = first as { from: 'source' | 'request'; error: Error } | null;
    if (cause?.from === 'source') throw cause.error;
    throw new NoAnswer(url, cause?.error ?? error);
  } finally {
    request.destroy();
  }
}

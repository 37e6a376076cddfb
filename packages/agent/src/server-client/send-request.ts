/** One exchange over HTTP on a kept-alive connection. Knows no retries and no protocol. */
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT';
  url: URL;
  headers: Readonly<Record<string, string | number>>;
  body?: Buffer | (() => Readable);
  /** Without a byte in either direction for this long the exchange is given up. */
  idleTimeoutMs: number;
  signal?: AbortSignal;
};

export type HttpAnswer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: http.IncomingMessage;
};

/** The other side closed a kept-alive connection just as we took it: nothing is wrong, ask again. */
export class StaleConnection extends Error {}
/** What was to be sent could not be read: asking again would not help. */
export class BodyUnreadable extends Error {}

const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const httpsAgent = new https.Agent({ keepAlive: true, maxSockets: 16 });

/** Rejects when there was no answer; an answer of any status is an answer. */
export const sendRequest = (order: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const secure = order.url.protocol === 'https:';
    const request = (secure ? https : http).request(order.url, {
      method: order.method,
      headers: order.headers,
      agent: secure ? httpsAgent : httpAgent,
      timeout: order.idleTimeoutMs,
      signal: order.signal,
    });
    let answered = false;
    request.once('timeout', () =>
      request.destroy(new Error(`no answer and no progress for ${order.idleTimeoutMs / 1000} s`)),
    );
    request.once('error', (cause: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && !answered && cause.code === 'ECONNRESET';
      reject(stale ? new StaleConnection('the connection was closed', { cause }) : cause);
    });
    request.once('response', (body) => {
      answered = true;
      // Refused before all was sent: nobody reads the rest, and the connection would be kept for it.
      body.once('end', () => {
        if (!request.writableFinished) request.destroy();
      });
      resolve({ status: body.statusCode ?? 0, headers: body.headers, body });
    });
    writeBody(request, order.body);
  });

const writeBody = (request: http.ClientRequest, body: HttpRequest['body']): void => {
  if (typeof body !== 'function') {
    request.end(body);
    return;
  }
  const source = body();
  source.once('error', (cause) => request.destroy(new BodyUnreadable(cause.message, { cause })));
  request.once('close', () => source.destroy());
  source.pipe(request);
};

/** Reads an answer to its end; rejects beyond `limitBytes` and when it is cut off. */
export const readBody = async (body: http.IncomingMessage, limitBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  body.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    chunks.push(chunk);
    if (sizeBytes > limitBytes) body.destroy(new Error(`the answer is longer than ${limitBytes} bytes`));
  });
  await finished(body);
  return Buffer.concat(chunks, sizeBytes);
};

/** Idle connections would keep the process alive no longer than a few seconds; an orderly end needs none. */
export const closeConnections = (): void => {
  httpAgent.destroy();
  httpsAgent.destroy();
};

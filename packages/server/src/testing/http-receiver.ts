/** A real HTTP server on loopback that keeps what it is sent and answers as the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
};
export type Answering = (received: Received, response: ServerResponse) => unknown;

export type HttpReceiver = Awaited<ReturnType<typeof createHttpReceiver>>;

export async function createHttpReceiver(
  answer: Answering = (_received, response) => void response.end('ok'),
) {
  const received: Received[] = [];
  const answers = { next: answer };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(parts).toString('utf8') };
      received.push(one);
      answers.next(one, response);
    });
  });
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const port = await listen(0);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    /** Down, and up again at the same address. */
    stop: close,
    start: () => listen(port),
    close,
  };
}

export const answerJson = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

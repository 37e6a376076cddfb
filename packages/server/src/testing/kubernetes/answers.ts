/** Answers in the form of Kubernetes. */
import type { ServerResponse } from 'node:http';

export function answerObject(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'AlreadyExists',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
};

/** What it says when there is no object to answer with. */
export function answerRefusal(
  response: ServerResponse,
  code: number,
  message: string,
  more: { reason?: string; details?: object } = {},
): void {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message };
  const body = { ...status, reason: REASONS[code] ?? 'InternalError', ...more, code };
  answerObject(response, code, body, code === 429 ? { 'retry-after': '1' } : {});
}

export const answerStatus = (response: ServerResponse, code: number, message: string): void =>
  answerRefusal(response, code, message);

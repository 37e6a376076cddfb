/** Answers in the form of Kubernetes. */
import type { ServerResponse } from 'node:http';

export function answerObject(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'AlreadyExists',
  410: 'Expired',
};

/** What it says when there is no object to answer with. */
export const answerStatus = (response: ServerResponse, code: number, message: string): void =>
  answerObject(response, code, {
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
    ...{ message, reason: REASONS[code] ?? 'InternalError', code },
  });

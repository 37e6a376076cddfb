/** What is no HTTP, too long in its headers, or not finished in time never reaches a route; it is told so all the same. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from '@gauntlet/contract';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import { MAX_HEADER_BYTES } from './settings.ts';

export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Pick<Socket, 'destroyed' | 'writable' | 'write' | 'destroy'>,
  instance: string,
): void {
  // After a reset there is nobody to talk to.
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answerOf(refusalOf(error.code), instance));
  socket.destroy(error);
}

function refusalOf(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW')
    return {
      code: 'headers-too-large',
      message: `The address and the headers are larger than ${MAX_HEADER_BYTES} bytes, the most that is read here.`,
    };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { code: 'request-too-slow', message: 'The request did not arrive in time. Send it again.' };
  return { code: 'invalid-request', message: 'This is not well-formed HTTP.' };
}

function answerOf(refusal: Refusal, instance: string): string {
  const problem = problemOf(refusal, instance);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${instance}`,
    'cache-control: no-store',
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

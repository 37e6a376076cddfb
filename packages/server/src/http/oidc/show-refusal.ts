import { PROBLEM_STATUS, type Refusal } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wantsHtml } from '../accept.ts';
import { sendPage } from '../browser/send-page.ts';
import type { HttpDeps } from '../deps.ts';
import { renderSignInFailedPage } from '../pages/sign-in-failed-page.ts';
import { Refused } from '../refused.ts';

/** For a person a page with the ways on; for a program the problem. */
export function showRefusal(
  { provider }: Pick<HttpDeps, 'provider'>,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  if (!wantsHtml(request.headers.accept)) throw new Refused(refusal);
  reply.code(PROBLEM_STATUS[refusal.code]);
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
  const page = { message: refusal.message, providerName: provider?.name ?? '', requestId: request.id };
  return sendPage(reply, renderSignInFailedPage(page));
}

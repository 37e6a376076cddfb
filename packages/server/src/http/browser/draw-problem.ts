/** Problems for people: a page that says it, or the way to sign in. */
import type { FastifyRequest } from 'fastify';
import type { ErrorPage } from '../answer-errors.ts';
import { meOf } from '../me/show-me.ts';
import { localPath } from '../own-address.ts';
import { renderErrorPage } from '../pages/error-page.ts';
import { REFRESH_COOKIE } from '../session-cookies.ts';
import { sendOn, sendPage } from './send-page.ts';

export const drawProblem: ErrorPage = (request, reply, problem) => {
  if (problem.status === 401) {
    if (cameFromElsewhere(request)) return sendOn(reply, null);
    return reply.redirect(signInFor(request), 303);
  }
  const viewer = request.actor ? meOf(request.actor) : null;
  return sendPage(reply, renderErrorPage({ problem, viewer }));
};

/** Who has signed in then sees what they wanted to see. */
function signInFor({ url, cookies }: FastifyRequest): string {
  const next = localPath(url);
  const query = [
    ...(cookies?.[REFRESH_COOKIE] === undefined ? [] : ['out']),
    ...(next === '/' ? [] : [`next=${encodeURIComponent(next)}`]),
  ];
  return query.length === 0 ? '/signin' : `/signin?${query.join('&')}`;
}

/** Then the browser kept our cookie to itself, and may be signed in all the same. */
export const cameFromElsewhere = ({ headers }: FastifyRequest) =>
  headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] === 'navigate';

/** Problems for people: a page that says it, or the way to sign in. */
import type { FastifyRequest } from 'fastify';
import type { ErrorPage } from '../answer-errors.ts';
import type { HttpDeps } from '../deps.ts';
import { meOf } from '../me/show-me.ts';
import { localPath } from '../own-address.ts';
import { renderErrorPage } from '../pages/error-page.ts';
import { sendOn, sendPage } from './send-page.ts';

export const drawProblem =
  ({ clock }: Pick<HttpDeps, 'clock'>): ErrorPage =>
  (request, reply, problem) => {
    if (problem.status === 401)
      return cameFromElsewhere(request) ? sendOn(reply, null) : reply.redirect(signInFor(request), 303);
    const viewer = request.actor ? meOf(request.actor) : null;
    return sendPage(reply, renderErrorPage({ problem, viewer, now: clock.now().toISOString() }));
  };

/** Who has signed in sees what they wanted to see, where the way of signing in can remember it. */
function signInFor({ url }: FastifyRequest): string {
  const next = localPath(url);
  return next === '/' ? '/signin' : `/signin?next=${encodeURIComponent(next)}`;
}

/** Then the browser kept our cookie to itself, and may be signed in all the same. */
export const cameFromElsewhere = ({ headers }: FastifyRequest) =>
  headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] === 'navigate';

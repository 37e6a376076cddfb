/** GET /api/v1/overview */
import { Overview, OverviewQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { Refused } from '../refused.ts';

export function routeShowOverview(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/overview',
    schema: {
      tags: ['tests'],
      summary: 'What runs and waits, how the last days went, and which tests to look at',
      querystring: OverviewQuery,
      response: { 200: Overview },
    },
    handler: (request) => {
      if (!isTimeZone(request.query.timeZone)) throw unknownTimeZone(request.query.timeZone);
      return history.overview(actorOf(request), request.query);
    },
  });
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false; // RangeError: that is how one is told of it
  }
}

function unknownTimeZone(timeZone: string): Refused {
  const message = `"${timeZone}" is no time zone: name one such as Europe/Berlin or UTC.`;
  return new Refused({ code: 'invalid-request', message, faults: [{ path: 'timeZone', message }] });
}

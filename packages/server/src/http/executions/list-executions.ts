/** GET /api/v1/executions */
import { EXECUTION_STATUSES, ExecutionList, ExecutionQuery, momentOf, Verdict } from '@gauntlet/contract';
import type { ExecutionFilter } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { listOf } from '../route-parameters.ts';

export function routeListExecutions(app: App, { readers, clock }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions',
    schema: {
      tags: ['executions'],
      summary: "The team's executions, newest first",
      querystring: ExecutionQuery,
      response: { 200: ExecutionList },
    },
    handler: async (request) =>
      accepted(await readers.list(actorOf(request), filterOf(request.query, clock.now()), request.query)),
  });
}

function filterOf(query: Omit<ExecutionQuery, 'limit'>, now: Date): ExecutionFilter {
  return {
    statuses: listOf(query.status, EXECUTION_STATUSES, 'status'),
    verdicts: listOf(query.verdict, Verdict.options, 'verdict'),
    definitionId: query.definitionId,
    name: query.name,
    tag: query.tag === undefined ? undefined : tagOf(query.tag),
    since: query.since === undefined ? undefined : momentOf(query.since, now),
    until: query.until === undefined ? undefined : momentOf(query.until, now),
  };
}

/** Values may hold further `=`; names may not. */
function tagOf(text: string): { key: string; value?: string } {
  const [key = '', ...value] = text.split('=');
  return value.length === 0 ? { key } : { key, value: value.join('=') };
}

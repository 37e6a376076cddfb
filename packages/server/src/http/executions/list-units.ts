/** GET /api/v1/executions/:id/units */
import { UnitList, UnitOutcome, UnitQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams, listOf } from '../route-parameters.ts';

export function routeListUnits(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/units',
    schema: {
      tags: ['results'],
      summary: 'What runs alone: files, tests or commands; the last attempt of each when none is named',
      params: ExecutionParams,
      querystring: UnitQuery,
      response: { 200: UnitList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { attempt, outcome } = request.query;
      const filter = { attempt, outcomes: listOf(outcome, UnitOutcome.options, 'outcome') };
      const page = await readers.units(actorOf(request), id, filter, request.query);
      return accepted(found(page, `execution ${id}`));
    },
  });
}

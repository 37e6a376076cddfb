/** GET /api/v1/definitions/:id/timings */
import { DefinitionTimings } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

export function routeTimeDefinition(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/definitions/:id/timings',
    schema: {
      tags: ['definitions'],
      summary: 'What its tests took in earlier runs',
      description:
        'The units of the last run, each with what it took in its last runs that passed; empty for one that has not ' +
        'passed yet. `gauntlet simulate --definition` reads it.',
      params: DefinitionParams,
      response: { 200: DefinitionTimings },
    },
    handler: async (request): Promise<DefinitionTimings> => {
      const { id } = request.params;
      const workspace = actorOf(request);
      found(await readers.definition(workspace, id), `definition ${id}`);
      const last = found(
        await readers.lastUnits(workspace, id),
        `run of definition ${id} that listed its tests`,
      );
      return {
        executionId: last.executionId,
        units: last.units.map(({ recentMs, ...unit }) => ({ ...unit, recentMs: [...recentMs] })),
      };
    },
  });
}

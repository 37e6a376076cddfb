/** GET /api/v1/definitions/:id/plan */
import { DefinitionPlan } from '@gauntlet/contract';
import { estimateUnits, previewPlan } from '@gauntlet/core/executions';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

const MOST_GROUPS = 500;
const PlanQuery = z.object({
  parallelism: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_GROUPS)
    .optional()
    .describe("groups; the definition's own number when left out"),
});

export function routePlanDefinition(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/definitions/:id/plan',
    schema: {
      tags: ['definitions'],
      summary: 'How its tests would be shared out, by the times of earlier runs',
      description:
        'Plans the units of the last run, the longest first, each to the group with the least work. A run itself goes ' +
        'by claims instead, so that a slow group holds nothing back; this says about how long it will take.',
      params: DefinitionParams,
      querystring: PlanQuery,
      response: { 200: DefinitionPlan },
    },
    handler: async (request) => {
      const { id } = request.params;
      const workspace = actorOf(request);
      const { body } = found(await readers.definition(workspace, id), `definition ${id}`);
      const last = found(
        await readers.lastUnits(workspace, id),
        `run of definition ${id} that listed its tests`,
      );
      return planView(last, request.query.parallelism ?? body.parallelism);
    },
  });
}

type LastUnits = NonNullable<Awaited<ReturnType<HttpDeps['readers']['lastUnits']>>>;

function planView({ executionId, units }: LastUnits, parallelism: number): DefinitionPlan {
  const history = new Map(units.map((unit) => [unit.key, unit.recentMs]));
  const titles = new Map(units.map((unit) => [unit.key, unit.title]));
  const timed = estimateUnits([...titles.keys()], history);
  const { groups, ...preview } = previewPlan(timed, parallelism);
  return {
    executionId,
    units: units.length,
    ...preview,
    groups: groups.map(({ longest, ...group }, index) => ({
      index,
      ...group,
      longest: { title: titles.get(longest.key) ?? longest.key, estimatedMs: longest.estimatedMs },
    })),
  };
}

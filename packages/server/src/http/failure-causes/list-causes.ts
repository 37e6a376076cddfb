/** GET /api/v1/failure-causes */
import { CauseStatus, FailureCauseList, FailureCauseQuery } from '@gauntlet/contract';
import type { CauseFilter } from '../../executions/index.ts';
import type { Workspace } from '../../identity/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found, refused } from '../refused.ts';
import { listOf } from '../route-parameters.ts';

type Deps = Pick<HttpDeps, 'causes' | 'readers'>;

export function routeListCauses(app: App, deps: Deps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/failure-causes',
    schema: {
      tags: ['failure causes'],
      summary: 'What fails, grouped by cause over all executions',
      querystring: FailureCauseQuery,
      response: { 200: FailureCauseList },
    },
    handler: async (request) => {
      const actor = actorOf(request);
      const filter = await filterOf(deps, actor, request.query);
      return accepted(await deps.causes.list(actor, filter, request.query));
    },
  });
}

async function filterOf(deps: Deps, workspace: Workspace, query: FailureCauseQuery): Promise<CauseFilter> {
  const { status, definitionId, since, search, owner, sort } = query;
  if (definitionId)
    found(await deps.readers.definition(workspace, definitionId), `definition ${definitionId}`);
  return {
    statuses: listOf(status, CauseStatus.options, 'status'),
    definitionId,
    since: since === undefined ? undefined : new Date(since),
    search,
    ownerId: owner === undefined ? undefined : await ownerOf(deps, workspace, owner),
    sort,
  };
}

async function ownerOf({ causes }: Deps, workspace: Workspace, owner: string) {
  if (owner === 'none') return null;
  const person = await causes.owner(workspace, owner);
  if (person) return person.userId;
  throw refused('not-found', 'There is no such person in your team or project.');
}

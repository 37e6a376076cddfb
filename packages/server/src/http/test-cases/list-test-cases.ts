/** GET /api/v1/test-cases */
import { TestCaseList, TestCaseQuery } from '@gauntlet/contract';
import type { Workspace } from '../../identity/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListTestCases(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/test-cases',
    schema: {
      tags: ['tests'],
      summary: 'The tests over all executions, with flakiness, owners and quarantines',
      querystring: TestCaseQuery,
      response: { 200: TestCaseList },
    },
    handler: async (request) => {
      const workspace = actorOf(request);
      const { owner, ...filter } = request.query;
      const ownerId = await ownerOf(history, workspace, owner);
      return accepted(await history.testCases(workspace, { ...filter, owner: ownerId }, request.query));
    },
  });
}

async function ownerOf(history: HttpDeps['history'], workspace: Workspace, owner: string | undefined) {
  if (owner === undefined || owner === 'none') return owner;
  return accepted(await history.findOwner(workspace, owner)).userId;
}

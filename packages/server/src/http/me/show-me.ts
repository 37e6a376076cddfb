/** GET /api/v1/me */
import { Me } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeShowMe(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/v1/me',
    schema: { tags: ['people'], summary: 'Who the token speaks for', response: { 200: Me } },
    handler: async (request) => meOf(actorOf(request)),
  });
}

export const meOf = ({ userId, username, teamId, teamName, roles, scopes }: Actor): Me => ({
  userId,
  username,
  teamId,
  teamName,
  roles: [...roles],
  scopes: [...scopes],
});

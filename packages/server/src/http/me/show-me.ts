/** GET /api/v1/me */
import { Me } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeShowMe(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/v1/me',
    schema: { tags: ['people'], summary: 'Who one is here, and how one is signed in', response: { 200: Me } },
    handler: async (request) => meOf(actorOf(request)),
  });
}

export const meOf = ({ userId, username, teamId, teamName, roles, scopes, ...actor }: Actor): Me => ({
  userId,
  username,
  teamId,
  teamName,
  roles: [...roles],
  scopes: [...scopes],
  project: actor.projectId && { projectId: actor.projectId, name: actor.projectName ?? '' },
  signedIn: {
    // What the server does by itself asks nobody who it is.
    via: actor.via === 'server' ? 'local' : actor.via,
    tokenId: actor.tokenId,
    tokenName: actor.tokenName,
    sessionId: actor.sessionId,
  },
});

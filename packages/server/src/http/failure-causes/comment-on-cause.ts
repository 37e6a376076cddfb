/** POST /api/v1/failure-causes/:id/comments */
import { CauseComment, CauseCommentRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeCommentOnCause(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/failure-causes/:id/comments',
    schema: {
      tags: ['failure causes'],
      summary: 'Say something of a cause',
      params: FailureCauseParams,
      body: CauseCommentRequest,
      response: { 201: CauseComment },
    },
    handler: async (request, reply) => {
      const commentId = accepted(
        await causes.addComment(actorOf(request), request.params.id, request.body.body),
      );
      reply.code(201);
      return found(await causes.comment(commentId), `comment ${commentId}`);
    },
  });
}

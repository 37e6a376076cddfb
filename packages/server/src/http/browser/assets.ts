/** GET /assets/*: scripts and styles of the pages. */
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { App } from '../http-app.ts';

const ASSETS_FOLDER = join(import.meta.dirname, '..', 'pages', 'assets');

export async function routeAssets(app: App): Promise<void> {
  await app.register(serveStatic, {
    root: ASSETS_FOLDER,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    dotfiles: 'deny',
    schemaHide: true,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'no-cache'); // an ETag goes with it: asked for again, not sent again
    },
  });
}

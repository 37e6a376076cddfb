/** The dashboard: one page for all of its addresses, and under /app the files that Vite made of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { App } from '../http-app.ts';
import { refused } from '../refused.ts';
import { DASHBOARD_ADDRESSES } from './dashboard-addresses.ts';
import { sendPage } from './send-page.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'dashboard', 'dist');

/** As the pages', and besides: videos of failures, and reports in frames that may do nothing. */
const DASHBOARD_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export async function routeDashboard(app: App): Promise<void> {
  for (const url of DASHBOARD_ADDRESSES)
    app.route({
      method: 'GET',
      url,
      schema: { hide: true },
      handler: async (_request, reply) => sendPage(reply, await readPage(), DASHBOARD_POLICY),
    });
  await app.register(serveStatic, {
    root: join(FOLDER, 'app'),
    // The build left `.br` and `.gz` beside each. Nothing else is compressed, answers of the API above all: they
    // hold secrets (a new token, a link to sign in) beside what a request said, and the length of a compressed
    // answer tells whoever can choose the one about the other (BREACH). A proxy in front may do otherwise.
    preCompressed: true,
    prefix: '/app/',
    decorateReply: false,
    index: false,
    dotfiles: 'deny',
    schemaHide: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Not kept in memory: it is small, and a build while the server runs is seen at once. */
async function readPage(): Promise<string> {
  try {
    return await readFile(join(FOLDER, 'index.html'), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw refused(
      'unavailable',
      'The dashboard has not been built. In the repository: `node scripts/build-dashboard.mjs`.',
    );
  }
}

/** A file with a hash in its name never changes, nor does what it was compressed to. */
const HASHED = /-[\w-]{8}\.\w+(?:\.br|\.gz)?$/;

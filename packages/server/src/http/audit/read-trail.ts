/** GET /api/v1/audit: a page of who did what, or with `Accept: text/csv` all of it. */
import { Readable } from 'node:stream';
import { AuditList, AuditQuery } from '@gauntlet/contract';
import type { ReadTrailOrder, TrailFilter, TrailOrder, TrailPage } from '../../identity/index.ts';
import { chooseType } from '../accept.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import type { OpenRequest, OpenRequests } from '../open-requests.ts';
import { ByteAnswer } from '../receive-bytes.ts';
import { accepted, Refused, refused } from '../refused.ts';
import { csvLine, csvTitles } from './trail-csv.ts';

const OFFERED = ['application/json', 'text/csv'] as const;
/** Acts that are in memory at once while all are written out. */
const CSV_PAGE = 500;

export function routeReadTrail(app: App, { audit }: HttpDeps, requests: OpenRequests): void {
  app.route({
    method: 'GET',
    url: '/api/v1/audit',
    schema: {
      tags: ['people'],
      summary: 'Who did what in the team, the newest first; with `Accept: text/csv` all that fits the filter',
      querystring: AuditQuery,
      response: {
        200: {
          description: 'Acts',
          content: { 'application/json': { schema: AuditList }, 'text/csv': { schema: ByteAnswer } },
        },
      },
    },
    handler: async (request, reply) => {
      const { query } = request;
      const type = chooseType(request.headers.accept, OFFERED);
      if (type === null) throw refused('not-acceptable', `The audit trail comes as ${OFFERED.join(' or ')}.`);
      const asked = { actor: actorOf(request), team: query.team, filter: filterOf(query) };
      reply.header('cache-control', 'no-store');
      if (type === 'application/json') return accepted(await audit.read({ ...asked, order: orderOf(query) }));
      refusePlaces(query);
      // The first page before the answer begins: what is refused is refused with its status.
      const lines = await writeOut(audit, asked, requests.open(reply));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="gauntlet-audit.csv"')
        .send(Readable.from(lines, { objectMode: false }));
    },
  });
}

const filterOf = ({ action, user, token, targetKind, target, from, until }: AuditQuery): TrailFilter => ({
  ...{ user, token, targetKind, target },
  actions: action?.split(','),
  from: from === undefined ? undefined : new Date(from),
  until: until === undefined ? undefined : new Date(until),
});

function orderOf({ after, limit, cursor }: AuditQuery): TrailOrder {
  if (after === undefined) return { by: 'newest', limit, cursor };
  if (cursor !== undefined) throw onlyOne('cursor', 'Either `after` or `cursor`: they go in opposite ways.');
  return { by: 'after', after, limit };
}

/** A file is all of it: a part that looks like the whole is worse than none. */
function refusePlaces({ after, cursor }: AuditQuery): void {
  const place = after !== undefined ? 'after' : cursor !== undefined ? 'cursor' : null;
  if (place !== null)
    throw onlyOne(place, `text/csv has no pages: leave out \`${place}\`, choose by \`from\` and \`until\`.`);
}

const onlyOne = (path: string, message: string) =>
  new Refused({ code: 'invalid-request', message, faults: [{ path, message }] });

async function writeOut(
  audit: HttpDeps['audit'],
  asked: Omit<ReadTrailOrder, 'order'>,
  open: OpenRequest,
): Promise<AsyncIterable<string>> {
  const read = async (cursor: string | undefined) =>
    accepted(await audit.read({ ...asked, order: { by: 'newest', limit: CSV_PAGE, cursor } }));
  const first = await read(undefined);
  return linesFrom(first, read, open);
}

/** Who may read no longer gets a connection that breaks, not an end that looks like one. */
async function* linesFrom(
  first: TrailPage,
  read: (cursor: string) => Promise<TrailPage>,
  { signal, mayGoOn }: OpenRequest,
): AsyncGenerator<string> {
  yield csvTitles();
  for (let page = first; ; ) {
    yield page.items.map(csvLine).join('');
    if (page.nextCursor === null) return;
    page = await read(page.nextCursor);
    await mayGoOn();
    signal.throwIfAborted();
  }
}

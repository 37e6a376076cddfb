/** GET /api/v1/artifacts/:id: the bytes, whole or a range of them. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StoredArtifact } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { ByteAnswer } from '../receive-bytes.ts';
import { found, Refused, refused } from '../refused.ts';
import { ArtifactParams } from '../route-parameters.ts';
import { type ByteRange, parseRange } from './byte-range.ts';
import { type Asked, contentHeaders, savedHeaders } from './content-headers.ts';

const Query = z.object({
  as: z
    .enum(['page', 'file'])
    .optional()
    .describe(
      '`page`: HTML of a test is shown, without its scripts, in a frame of the dashboard; else it is saved. `file`: it is saved, whatever it is, and where the bucket gives it out itself the answer leads there',
    ),
});

const ANY_TYPE = { content: { '*/*': { schema: ByteAnswer } } };

export function routeReadArtifact(app: App, deps: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/artifacts/:id',
    schema: {
      tags: ['artifacts'],
      summary: 'The bytes of an artifact; knows ranges',
      params: ArtifactParams,
      querystring: Query,
      response: {
        200: ANY_TYPE,
        206: ANY_TYPE,
        302: z.null().describe('`as=file`: to the bucket, by an address that is good for a minute'),
        304: z.null().describe('as before'),
        416: z.null().describe('nothing of the range is there'),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const artifact = found(await deps.readers.artifact(actorOf(request), id), `artifact ${id}`);
      if (artifact.state !== 'stored') throw refused('not-found', whyNoBytes(artifact));
      if (request.query.as === 'file') {
        const elsewhere = await addressInBucket(deps, request, artifact);
        if (elsewhere) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302);
      }
      const headers = headersFor(artifact, request);
      reply.headers(headers);
      if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(headers.etag ?? ''))
        return reply.code(304).send(null);
      return artifact.encoding === 'gzip'
        ? sendPacked(deps, request, reply, artifact)
        : sendPlain(deps, request, reply, artifact);
    },
  });
}

/** Null for what is packed, which only this server's answer says, and where bytes are not what is asked for. */
async function addressInBucket(
  { signDownload }: HttpDeps,
  { method }: FastifyRequest,
  { storageKey, encoding, name }: StoredArtifact,
): Promise<string | null> {
  if (!signDownload || encoding === 'gzip' || method === 'HEAD') return null;
  return signDownload(storageKey, savedHeaders({ name }));
}

function headersFor(
  artifact: StoredArtifact,
  request: FastifyRequest<{ Querystring: z.output<typeof Query> }>,
): Record<string, string> {
  const { as } = request.query;
  const headers = contentHeaders(artifact, askedFor(request, as));
  return as === 'file'
    ? { ...headers, 'content-disposition': savedHeaders(artifact).contentDisposition }
    : headers;
}

/** Opened alone, a page of a stranger would stand under our address. Over plain HTTP browsers do not say which it is. */
function askedFor({ headers }: FastifyRequest, as: z.output<typeof Query>['as']): Asked {
  return as === 'page' && (headers['sec-fetch-dest'] ?? 'iframe') === 'iframe' ? 'framed' : 'alone';
}

const whyNoBytes = ({ name, state, expiresAt }: StoredArtifact): string =>
  state === 'missing'
    ? `The bytes of "${name}" are missing: the log of its group says why they were not stored.`
    : `The bytes of "${name}" are ${state}: they are kept until ${expiresAt ?? 'deleted'}.`;

async function sendPlain(
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  artifact: StoredArtifact,
) {
  const { sizeBytes } = artifact;
  reply.header('accept-ranges', 'bytes');
  const asked = isStale(request, reply) ? undefined : request.headers.range;
  const range = parseRange(asked, sizeBytes);
  if (range === 'none') return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
  if (range === 'whole') {
    reply.header('content-length', sizeBytes);
    return reply.send(await open(deps, request, artifact));
  }
  reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  reply.header('content-length', range.end - range.start + 1);
  return reply.send(await open(deps, request, artifact, range));
}

/** A range of something else than the client has seen would be of no use to it. */
const isStale = ({ headers }: FastifyRequest, reply: FastifyReply) =>
  headers['if-range'] !== undefined && headers['if-range'] !== reply.getHeader('etag');

/** As it is stored for who understands it, unpacked for who does not. The length is not known beforehand. */
async function sendPacked(
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  artifact: StoredArtifact,
) {
  const packed = await open(deps, request, artifact);
  reply.header('vary', 'accept-encoding');
  if (/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(request.headers['accept-encoding'] ?? ''))
    return reply.header('content-encoding', 'gzip').send(packed);
  if (request.method === 'HEAD') return reply.send(packed);
  const plain = createGunzip();
  // Both ends are told of an error; the reply's own ends the answer.
  pipeline(packed, plain).catch((cause: unknown) => {
    deps.log.warn(
      { request: request.id, artifactId: artifact.artifactId, cause: String(cause) },
      'unpacking ended early',
    );
  });
  return reply.send(plain);
}

/** Empty for HEAD: no byte of it is read. */
async function open(
  deps: HttpDeps,
  { method }: FastifyRequest,
  { storageKey, name }: StoredArtifact,
  range?: ByteRange,
): Promise<Readable> {
  if (method === 'HEAD') return Readable.from([]);
  const content = await deps.artifacts.get(storageKey, range);
  if (content.ok) return Readable.from(content.value, { objectMode: false });
  if (content.error.code === 'not-found')
    throw refused('not-found', `The bytes of "${name}" are missing from the store.`);
  throw new Refused({ code: 'unavailable', message: content.error.message, retryAfterSeconds: 5 });
}

/** Bodies that are not read whole: handed on as streams, which the reader's pace holds back. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from './http-app.ts';
import { refused } from './refused.ts';

export const ByteStream = z
  .custom<Readable>(
    (body) => typeof (body as Readable | undefined)?.pipe === 'function',
    'the bytes are missing',
  )
  .meta({ type: 'string', format: 'binary' });

/** The schema of an answer that is a stream. */
export const ByteAnswer = z.unknown().meta({ type: 'string', format: 'binary' });

/** In this scope, bodies of these types are streams. */
export function acceptBytes(scope: App, types: string[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(types, (_request, body, done) => done(null, lendBody(body)));
}

/** Whoever stops reading half-way destroys what they read, and a request that is destroyed takes its answer along. */
const lendBody = (body: Readable): Readable => Readable.from(chunksOf(body), { objectMode: false });

async function* chunksOf(body: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk;
}

/** Null for a body of which nobody has said how long it will be. */
export const announcedBytes = ({ headers }: FastifyRequest): number | null =>
  headers['content-length'] === undefined ? null : Number(headers['content-length']);

/** Before a single byte is taken of a body that says itself that it is too long. */
export function refuseAnnounced({ headers }: FastifyRequest, maxBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > maxBytes)
    throw refused(
      'too-large',
      `The body has ${headers['content-length']} bytes; at most ${maxBytes} are taken.`,
    );
}

/**
 * One staged file to where the server says: to the server itself, or into its bucket, whole or in parts. A bucket
 * that does not take it is asked again by a new order, which goes on with the parts that are there; when that comes
 * to nothing the file goes through the server, and so do all others where the bucket cannot be reached from here.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ArtifactUploadOrder, ArtifactUploadRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { backoffMs } from '../../server-client/backoff.ts';
import type { CallFailure } from '../../server-client/call-server.ts';
import type { PutFailure, PutSigned } from '../../server-client/put-signed.ts';
import type { ServerClient } from '../../server-client/server-client.ts';

/** `open` from `start` on, as far as `end`, both included; all of it without. */
export type SendFile = (
  file: ArtifactUploadRequest,
  open: (range?: { start: number; end: number }) => Readable,
) => Promise<Result<null, CallFailure>>;

export type SendFileOptions = {
  client: Pick<ServerClient, 'upload' | 'orderUpload' | 'signParts' | 'completeUpload'>;
  putSigned: PutSigned;
  /** Told, for the agent's log, why a file takes the way through the server. */
  onDetour: (name: string, why: string) => void;
};

type Open = Parameters<SendFile>[1];
/** `again`: a new order may help. `brought`: some of the file has arrived by this one. */
type Again = { code: 'again'; reached: 'yes' | 'no'; brought: 'some' | 'nothing'; message: string };
type Sent = Result<'stored' | 'to-server', CallFailure | Again>;

/** Orders that bring nothing into the bucket. */
const MOST_TRIES = 3;
const PARTS_AT_ONCE = 4;

export const createSendFile = ({ client, putSigned, onDetour }: SendFileOptions): SendFile => {
  let bucket: 'asked' | 'out-of-reach' = 'asked';

  const throughServer: SendFile = ({ sizeBytes, ...query }, open) =>
    client.upload(query, { sizeBytes, open });

  const toBucket = async (file: ArtifactUploadRequest, open: Open): Promise<Sent> => {
    const order = await client.orderUpload(file);
    if (!order.ok) return order;
    if (order.value.to === 'nowhere') return ok('stored');
    if (order.value.to === 'server') return ok('to-server');
    if (order.value.to === 'bucket-in-parts') return inParts(file, open, order.value);
    const put = await putSigned(order.value.put, open);
    return put.ok ? complete(file) : refuse(unlessFinal(put.error, 'nothing'));
  };

  const inParts = async (
    file: ArtifactUploadRequest,
    open: Open,
    { multipart, partBytes, present }: Extract<ArtifactUploadOrder, { to: 'bucket-in-parts' }>,
  ): Promise<Sent> => {
    const wanted = cut(file.sizeBytes, partBytes).filter(({ number }) => !present.includes(number));
    let brought: Again['brought'] = 'nothing';
    for (let at = 0; at < wanted.length; at += PARTS_AT_ONCE) {
      const next = await Promise.all(
        wanted.slice(at, at + PARTS_AT_ONCE).map(async (part) => ({ ...part, ...(await sum(open, part)) })),
      );
      const asked = next.map(({ number, checksum }) => ({ number, checksum }));
      const signed = await client.signParts({ ...file, multipart, parts: asked });
      if (!signed.ok) return refuse(orAgain(signed.error));
      for (const { number, put } of signed.value.parts) {
        const part = next.find((one) => one.number === number);
        const sent = part ? await putSigned(put, () => open(part)) : ok(null);
        if (!sent.ok) return refuse(unlessFinal(sent.error, brought));
        brought = 'some';
      }
    }
    return complete(file, multipart);
  };

  const complete = async (file: ArtifactUploadRequest, multipart?: string): Promise<Sent> => {
    const completed = await client.completeUpload({ ...file, multipart });
    return completed.ok ? ok('stored') : refuse(orAgain(completed.error));
  };

  return async (file, open) => {
    for (let tries = 0; tries < MOST_TRIES && bucket === 'asked'; ) {
      const sent = await toBucket(file, open);
      if (sent.ok) return sent.value === 'stored' ? ok(null) : throughServer(file, open);
      const { error } = sent;
      if (error.code !== 'again') return refuse(error);
      const { brought, reached, message } = error;
      tries = brought === 'some' ? 0 : tries + 1;
      if (tries < MOST_TRIES) await pause(backoffMs(tries));
      else onDetour(file.name, message);
      if (tries === MOST_TRIES && reached === 'no') bucket = 'out-of-reach';
    }
    return throughServer(file, open);
  };
};

/** What waited in the bucket was cleared up, or is not what it should be. */
const AGAIN = new Set(['not-found', 'checksum-differs']);

const again = (message: string, reached: Again['reached'], brought: Again['brought']): Again => ({
  ...{ code: 'again', reached, brought, message },
});

const orAgain = (error: CallFailure): CallFailure | Again =>
  error.code === 'refused' && AGAIN.has(error.problem ?? '') ? again(error.message, 'yes', 'nothing') : error;

const unlessFinal = (failure: PutFailure, brought: Again['brought']): CallFailure | Again => {
  const { code, message } = failure;
  if (code === 'aborted' || code === 'unreadable') return { code, message };
  return again(message, code === 'unreachable' ? 'no' : 'yes', brought);
};

const cut = (sizeBytes: number, partBytes: number) =>
  Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => ({
    number: index + 1,
    start: index * partBytes,
    end: Math.min(sizeBytes, (index + 1) * partBytes) - 1,
  }));

const sum = async (open: Open, part: { start: number; end: number }): Promise<{ checksum: string }> => {
  const hash = createHash('sha256');
  for await (const chunk of open(part)) hash.update(chunk as Buffer);
  return { checksum: `sha256:${hash.digest('hex')}` };
};

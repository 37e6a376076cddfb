/** The agent protocol from the agent's side: one method for each route. */
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ArtifactCompleteRequest,
  ArtifactPartsAnswer,
  type ArtifactPartsRequest,
  ArtifactUploadAnswer,
  ArtifactUploadOrder,
  type ArtifactUploadQuery,
  type ArtifactUploadRequest,
  Assignment,
  ClaimAnswer,
  HeartbeatAnswer,
  type HelloRequest,
  type LogStream,
  LogsAnswer,
  PlanAnswer,
  ReportsAnswer,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import { AnswerUnusable, type CallFailure, type CallServer } from './call-server.ts';
import { type HttpAnswer, readBody } from './send-request.ts';

type Answered<Value> = Promise<Result<Value, CallFailure>>;

export type ServerClient = {
  hello: (hello: HelloRequest) => Answered<Assignment>;
  askForPlan: () => Answered<PlanAnswer>;
  claim: (claimNumber: number) => Answered<ClaimAnswer>;
  /** `body` is a ReportsRequest, serialized. */
  report: (body: Buffer) => Answered<ReportsAnswer>;
  sendLog: (stream: LogStream, offset: number, content: Buffer) => Answered<LogsAnswer>;
  heartbeat: () => Answered<HeartbeatAnswer>;
  upload: (
    query: ArtifactUploadQuery,
    content: { sizeBytes: number; open: () => Readable },
  ) => Answered<null>;
  /** Where a file goes; what goes into the bucket goes there without this client. */
  orderUpload: (file: ArtifactUploadRequest) => Answered<ArtifactUploadOrder>;
  signParts: (request: ArtifactPartsRequest) => Answered<ArtifactPartsAnswer>;
  completeUpload: (request: ArtifactCompleteRequest) => Answered<ArtifactUploadAnswer>;
  /** Writes the execution's archive to a new file. */
  download: (file: string) => Answered<null>;
  unreachableMs: () => number;
};

/** An assignment may carry inline content: 500 files of 1 MiB. */
const ASSIGNMENT_LIMIT_BYTES = 600 * 1024 ** 2;
const ANSWER_LIMIT_BYTES = 64 * 1024 ** 2;
/** An artifact is not worth more tries than these; a verdict never waits for it. */
const UPLOAD_SERVER_ERRORS = 6;
/** The bucket copies what has arrived, and only then is there an answer. */
const COMPLETE_SILENCE_MS = 600_000;

type Schema<Value> = { safeParse: (value: unknown) => { success: boolean; data?: Value; error?: Error } };

export const createServerClient = ({ call, unreachableMs }: CallServer): ServerClient => {
  const post = <Value>(path: string, schema: Schema<Value>, body: object, limitBytes = ANSWER_LIMIT_BYTES) =>
    postJson(path, schema, Buffer.from(JSON.stringify(body)), limitBytes);
  const postJson = <Value>(
    path: string,
    schema: Schema<Value>,
    body: Buffer,
    limitBytes = ANSWER_LIMIT_BYTES,
  ) =>
    call({
      method: 'POST',
      path,
      headers: JSON_BODY,
      body,
      receive: (answer) => parseAnswer(answer, schema, limitBytes),
    });

  const ofUpload = <Value>(path: string, schema: Schema<Value>, body: object, idleTimeoutMs?: number) =>
    call({
      method: 'POST',
      path: `/agent/v1/artifacts/uploads${path}`,
      headers: JSON_BODY,
      body: Buffer.from(JSON.stringify(body)),
      receive: (answer) => parseAnswer(answer, schema, ANSWER_LIMIT_BYTES),
      mostServerErrors: UPLOAD_SERVER_ERRORS,
      missing: 'thing',
      idleTimeoutMs,
    });

  return {
    hello: (hello) => post('/agent/v1/hello', Assignment, hello, ASSIGNMENT_LIMIT_BYTES),
    askForPlan: () => post('/agent/v1/plan', PlanAnswer, {}),
    claim: (claimNumber) => post('/agent/v1/claim', ClaimAnswer, { claimNumber }),
    report: (body) => postJson('/agent/v1/reports', ReportsAnswer, body),
    heartbeat: () => post('/agent/v1/heartbeat', HeartbeatAnswer, {}),
    sendLog: (stream, offset, content) =>
      call({
        method: 'POST',
        path: `/agent/v1/logs?stream=${stream}&offset=${offset}`,
        headers: BYTES_BODY,
        body: content,
        receive: (answer) => parseAnswer(answer, LogsAnswer, ANSWER_LIMIT_BYTES),
      }),
    upload: (query, { sizeBytes, open }) =>
      call({
        method: 'PUT',
        path: `/agent/v1/artifacts?${new URLSearchParams(definedOnly(query))}`,
        headers: { ...BYTES_BODY, 'content-length': sizeBytes },
        body: open,
        receive: discardAnswer,
        mostServerErrors: UPLOAD_SERVER_ERRORS,
        missing: 'thing',
      }),
    orderUpload: (file) => ofUpload('', ArtifactUploadOrder, file),
    signParts: (request) => ofUpload('/parts', ArtifactPartsAnswer, request),
    completeUpload: (request) => ofUpload('/complete', ArtifactUploadAnswer, request, COMPLETE_SILENCE_MS),
    download: (file) =>
      call({
        method: 'GET',
        path: '/agent/v1/content',
        receive: (answer) => saveAnswer(answer, file),
        missing: 'thing',
      }),
    unreachableMs,
  };
};

const JSON_BODY = { 'content-type': 'application/json' };
const BYTES_BODY = { 'content-type': 'application/octet-stream' };

const definedOnly = (query: ArtifactUploadQuery): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const parseAnswer = async <Value>(
  answer: HttpAnswer,
  schema: Schema<Value>,
  limitBytes: number,
): Promise<Value> => {
  const body = await readBody(answer.body, limitBytes);
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success)
    throw new AnswerUnusable(`the server's answer cannot be read: ${parsed.error?.message}`);
  return parsed.data as Value;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new AnswerUnusable('the server answered with something that is not JSON', { cause });
  }
};

const discardAnswer = async (answer: HttpAnswer): Promise<null> => {
  await readBody(answer.body, ANSWER_LIMIT_BYTES);
  return null;
};

const saveAnswer = async (answer: HttpAnswer, file: string): Promise<null> => {
  try {
    // 'w': a try that broke off left a beginning, which this one replaces.
    await pipeline(answer.body, createWriteStream(file, { flags: 'w', mode: 0o600 }));
    return null;
  } catch (cause) {
    const { syscall, message } = cause as NodeJS.ErrnoException;
    if (syscall === 'open' || syscall === 'write') throw new AnswerUnusable(message, { cause });
    throw cause;
  }
};

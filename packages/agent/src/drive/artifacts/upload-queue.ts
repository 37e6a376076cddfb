/**
 * Files that are to be kept: staged at once, uploaded once the server knows the result they belong to.
 *
 * Owns `uploads.jsonl` and the folder of staged files. Invariants: a file is staged before the next units
 * are run; what the server cannot take now, its store being full or away, is sent again as long as the group has
 * other things to do, and a few times at its end; whatever goes wrong with a file is said in the log and never changes
 * a verdict.
 */
import { createReadStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { UnitId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Masker } from '../../masking/masker.ts';
import type { CallFailure } from '../../server-client/call-server.ts';
import { limitConcurrency } from '../limit-concurrency.ts';
import { isText } from './content-type.ts';
import type { SendFile } from './send-file.ts';
import { measureStaged, type StagedFile, stageFile } from './stage-file.ts';
import { openUploadRecord, type Upload } from './upload-record.ts';

export type UploadQueue = {
  /** Staging begins now; sending when the answered function is called. */
  add: (upload: Upload) => () => void;
  /** Its results do not count, so neither do its files. */
  dropUnit: (unitId: UnitId) => void;
  /** Settles when every file that was added so far is staged or refused. */
  staged: () => Promise<void>;
  /**
   * The group has nothing else to do: no file rests for long any more. Settles when every file is stored, refused or dropped.
   * Whoever was not released is waited for.
   */
  settled: () => Promise<void>;
  storedCount: () => number;
  /** Whether this file was added already. */
  has: (path: string) => boolean;
};

export type UploadLimits = { maxFileBytes: number; maxTotalBytes: number; maxFiles: number };
const DEFAULT_UPLOAD_LIMITS: UploadLimits = {
  maxFileBytes: 1024 ** 3,
  maxTotalBytes: 5 * 1024 ** 3,
  maxFiles: 10_000,
};

/** A store that is full or away is not there again at once; but nobody waits long for files alone. */
const RESTS_MS = { running: 30_000, atEnd: 5_000 };
const MOST_LAST_TRIES = 4;

export type UploadQueueOptions = {
  folder: string;
  /** Real paths; a file elsewhere is refused. */
  roots: readonly string[];
  send: SendFile;
  masker: Pick<Masker, 'openStream'>;
  limits?: UploadLimits;
  /** How long a file rests that the server could not take. */
  restsMs?: { running: number; atEnd: number };
  /** Told, in words for the user, which file was not kept and why. */
  onRefused: (message: string) => void;
};

type Staging = Result<StagedFile, string>;
type Task = {
  id: number;
  upload: Upload;
  release: () => void;
  released: Promise<void>;
  state: 'wanted' | 'dropped';
};

export const openUploadQueue = (options: UploadQueueOptions): UploadQueue => {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const record = openUploadRecord(options.folder);
  const stage = createStaging(options);
  const sendNext = limitConcurrency(2);
  const tasks = new Set<Task>();
  const stagings = new Set<Promise<unknown>>();
  const ends = new Set<Promise<unknown>>();
  const { promise: closing, resolve: close } = Promise.withResolvers<void>();
  let isClosing = false;

  const send = async ({ id, upload, state }: Task, { sizeBytes, checksum }: StagedFile) => {
    if (state === 'dropped') return ok(null);
    const { path: _path, unitId: _unitId, ...query } = upload;
    return options.send({ ...query, number: id, checksum, sizeBytes }, (range) =>
      createReadStream(join(options.folder, String(id)), range),
    );
  };

  const sendUntilTaken = async (task: Task, staged: StagedFile) => {
    const { running, atEnd } = options.restsMs ?? RESTS_MS;
    for (let lastTries = 0; ; ) {
      if (isClosing) lastTries++;
      const sent = await sendNext(() => send(task, staged));
      if (sent.ok || sent.error.code !== 'given-up' || lastTries === MOST_LAST_TRIES) return sent;
      if (isClosing) await pause(atEnd);
      else await Promise.race([closing, pause(running, undefined, { ref: false })]);
    }
  };

  const bringToEnd = async (task: Task, staging: Promise<Staging>): Promise<void> => {
    const staged = await staging;
    if (staged.ok) await task.released;
    const sent = staged.ok ? await sendUntilTaken(task, staged.value) : refuse(staged.error);
    // Nothing is decided yet: another life of this agent goes on from the record.
    if (!sent.ok && typeof sent.error !== 'string' && mayYetSucceed(sent.error)) return;
    if (!sent.ok && task.state === 'wanted') options.onRefused(explain(task, sent.error));
    record.end(task.id, sent.ok && task.state === 'wanted' ? 'stored' : 'not-kept');
    await rm(join(options.folder, String(task.id)), { force: true });
  };

  const begin = (
    id: number,
    upload: Upload,
    look: (id: number, upload: Upload) => Promise<Staging>,
  ): Task => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const task: Task = { id, upload, release, released, state: 'wanted' };
    const staging = look(id, upload);
    tasks.add(task);
    keepWhileOpen(stagings, staging);
    keepWhileOpen(
      ends,
      bringToEnd(task, staging).finally(() => tasks.delete(task)),
    );
    return task;
  };

  for (const { id, upload } of record.pending) begin(id, upload, stage.again).release();

  return {
    add: (upload) => begin(record.add(upload), upload, stage.first).release,
    dropUnit: (unitId) => {
      for (const task of tasks) {
        if (task.upload.unitId !== unitId) continue;
        task.state = 'dropped';
        task.release();
      }
    },
    staged: async () => void (await Promise.all(stagings)),
    settled: async () => {
      isClosing = true;
      close();
      await Promise.all(ends);
    },
    storedCount: record.storedCount,
    has: record.has,
  };
};

const keepWhileOpen = (open: Set<Promise<unknown>>, promise: Promise<unknown>): void => {
  open.add(promise);
  promise.finally(() => open.delete(promise)).catch(() => undefined); // Whoever waits for the set is told.
};

const createStaging = ({ folder, roots, masker, limits = DEFAULT_UPLOAD_LIMITS }: UploadQueueOptions) => {
  // One by one: what is left of the total is known only when the one before is measured.
  const stageNext = limitConcurrency(1);
  let totalBytes = 0;

  const stage = async (id: number, { path, type, contentType }: Upload): Promise<Staging> => {
    // A report is text whatever its file is called; without a secret masking costs nothing.
    const mask = type === 'raw-report' || isText(path, contentType) ? masker.openStream() : undefined;
    if (id > limits.maxFiles) return refuse(`a group keeps at most ${limits.maxFiles} files`);
    const left = limits.maxTotalBytes - totalBytes;
    if (left <= 0) return refuse(`a group keeps at most ${Math.floor(limits.maxTotalBytes / 1024 ** 2)} MiB`);
    const maxBytes = Math.min(limits.maxFileBytes, left);
    const staged = await stageFile({ path, roots, target: join(folder, String(id)), maxBytes, mask });
    if (staged.ok) totalBytes += staged.value.sizeBytes;
    return staged;
  };
  const again = async (id: number, upload: Upload): Promise<Staging> => {
    const earlier = await measureStaged(join(folder, String(id)));
    return earlier ? ok(earlier) : stage(id, upload);
  };
  return {
    first: (id: number, upload: Upload) => stageNext(() => stage(id, upload)),
    /** Of an earlier life of this agent, which may have staged it already. */
    again: (id: number, upload: Upload) => stageNext(() => again(id, upload)),
  };
};

const mayYetSucceed = ({ code }: CallFailure): boolean => code === 'aborted' || code === 'group-over';

const explain = ({ upload }: Task, failure: string | CallFailure): string =>
  `The file "${upload.name}" was not kept: ${typeof failure === 'string' ? failure : failure.message}.`;

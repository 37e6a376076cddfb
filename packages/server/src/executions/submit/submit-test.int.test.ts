/** Submitting what is stored, and submitting again, over a real PostgreSQL. */
import type { DefinitionId, ExecutionId, TestDefinitionInput, UploadId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { rerunExecution } from './rerun-execution.ts';
import type { SubmitCommand } from './submit-command.ts';
import { submitTest } from './submit-test.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
});

const HOUR = 3600;
let uploadsMade = 0;

async function storeUpload(expiresInSeconds: number): Promise<UploadId> {
  uploadsMade += 1;
  const uploadId = stage.ids.next<UploadId>();
  const row = {
    uploadId,
    teamId: stage.actor.teamId,
    projectId: null,
    sha256: uploadsMade.toString(16).padStart(64, '0'),
    sizeBytes: 1,
    storageKey: `uploads/${uploadId}`,
    createdBy: stage.actor.userId,
    expiresAt: new Date(stage.clock.now().getTime() + expiresInSeconds * 1000),
  };
  await stage.inTransaction((tx) => stage.uploads.insert(tx, row));
  return uploadId;
}

async function rowOf(executionId: ExecutionId) {
  const query = stage.database.selectFrom('test_executions').selectAll();
  return query.where('execution_id', '=', executionId).executeTakeFirstOrThrow();
}

async function submitted(part: Partial<TestDefinitionInput> = {}, key: string | null = null) {
  const answer = await stage.submit(part, key);
  if (!answer.ok) throw new Error(answer.error.message);
  const { executionId } = answer.value;
  return { executionId, definitionId: (await rowOf(executionId)).definition_id as DefinitionId };
}

const submitStored = (
  definitionId: DefinitionId,
  overrides: Extract<SubmitCommand['request'], { kind: 'stored' }>['overrides'] = {},
  part: Partial<SubmitCommand> = {},
) =>
  submitTest(stage, {
    actor: stage.actor,
    request: { kind: 'stored', definitionId, overrides },
    idempotencyKey: null,
    ...part,
  });

describe('a definition that was made on the server’s own host', () => {
  const elsewhere = () => ({ ...stage.actor, scopes: ['read', 'submit'] as const });

  it('runs for others too, without the link to the host’s folder', async () => {
    const content = {
      type: 'archive',
      uploadId: await storeUpload(HOUR),
      hostFolder: '/home/ada/shop',
    } as const;
    const { definitionId } = await submitted({ name: 'of this host', content });
    const answer = await submitStored(definitionId, {}, { actor: elsewhere() });
    expect(answer).toMatchObject({ ok: true });
    const own = await submitStored(definitionId);
    if (!answer.ok || !own.ok) throw new Error('refused');
    const contentOf = async (executionId: ExecutionId) =>
      (await stage.executions.find(executionId))?.definition.content;
    expect(await contentOf(answer.value.executionId)).toEqual({
      type: 'archive',
      uploadId: content.uploadId,
    });
    expect(await contentOf(own.value.executionId)).toEqual(content);
    // Who asks for the link in so many words is told that it is not theirs to have.
    expect(await submitStored(definitionId, { content }, { actor: elsewhere() })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });
});

describe('a request that comes again with its Idempotency-Key', () => {
  const idOf = (answer: Awaited<ReturnType<typeof submitTest>>) => answer.ok && answer.value.executionId;
  const REUSED = { ok: false, error: { code: 'idempotency-key-reused' } };

  it('reruns once, and is refused when it asks for another part', async () => {
    const { executionId } = await submitted({ name: 'rerun twice' });
    const rerun = (only: 'all' | 'failed') =>
      rerunExecution(stage, { actor: stage.actor, executionId, only, idempotencyKey: 'rerun' });
    const first = await rerun('all');
    expect(first.ok).toBe(true);
    expect(idOf(await rerun('all'))).toBe(idOf(first));
    expect(await rerun('failed')).toMatchObject(REUSED);
  });

  it('gets its first answer although the definition has changed since', async () => {
    const { definitionId } = await submitted({ name: 'changing' });
    const again = () => submitStored(definitionId, {}, { idempotencyKey: 'stored' });
    const first = await again();
    await submitted({ name: 'changing', priority: 1 });
    expect(idOf(await again())).toBe(idOf(first));
    expect(await submitStored(definitionId, { priority: 2 }, { idempotencyKey: 'stored' })).toMatchObject(
      REUSED,
    );
  });

  it('is another than the definition that it names', async () => {
    const { definitionId } = await submitted({ name: 'by name' }, 'by');
    expect(await submitStored(definitionId, {}, { idempotencyKey: 'by' })).toMatchObject(REUSED);
  });

  it('gets its first answer although nothing of it would be accepted any more', async () => {
    await stage.inTransaction((tx) => stage.secrets.save(tx, stage.actor, 'short-lived', 'x'));
    const content = { type: 'archive', uploadId: await storeUpload(HOUR) } as const;
    const part = { name: 'repeated', secrets: { TOKEN: 'short-lived' }, content, parallelism: 8 };
    const { executionId } = await submitted({ ...part, resources: { cpu: 1 } }, 'repeated');
    await stage.inTransaction((tx) => stage.secrets.remove(tx, stage.actor, 'short-lived'));
    await stage.uploads.remove([content.uploadId]);
    await stage.database.updateTable('server_nodes').set({ cpu_millis: 1 }).execute();
    const again = await stage.submit({ ...part, resources: { cpu: 1 } }, 'repeated');
    await stage.database.updateTable('server_nodes').set({ cpu_millis: 8000 }).execute();
    expect(idOf(again)).toBe(executionId);
  });

  it('is one execution when it comes many times at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => stage.submit({ name: 'at once' }, 'at once')),
    );
    expect(new Set(answers.map(idOf)).size).toBe(1);
  });
});

describe('an upload', () => {
  const DAY = 24 * HOUR;
  const expiredKeys = async () =>
    (await stage.uploads.listExpired(stage.clock.now(), 100)).map(({ uploadId }) => uploadId);
  const archive = (uploadId: UploadId) => ({ content: { type: 'archive', uploadId } as const });

  it('that has expired is refused, though it is still there', async () => {
    const uploadId = await storeUpload(0);
    expect(await stage.submit(archive(uploadId))).toMatchObject({
      ok: false,
      error: { code: 'upload-not-found', message: expect.stringContaining('expired') },
    });
  });

  it('lives as long as an execution may need it, and no shorter than it would have', async () => {
    const [short, long] = [await storeUpload(HOUR), await storeUpload(30 * DAY)];
    const timeouts = { queueSeconds: DAY, runSeconds: DAY };
    for (const uploadId of [short, long]) await submitted({ ...archive(uploadId), timeouts });
    const rows = await stage.database
      .selectFrom('uploads')
      .select(['upload_id', 'expires_at'])
      .where('upload_id', 'in', [short, long])
      .execute();
    const days = (uploadId: string) =>
      ((rows.find((row) => row.upload_id === uploadId)?.expires_at?.getTime() ?? 0) -
        stage.clock.now().getTime()) /
      (DAY * 1000);
    expect([days(short), days(long)]).toEqual([2, 30]);
  });

  it('stays as long as an execution of it lives, whatever the hour', async () => {
    const [used, unused] = [await storeUpload(HOUR), await storeUpload(HOUR)];
    const { executionId } = await submitted(archive(used));
    stage.clock.moveBy(30 * DAY);
    expect(await expiredKeys()).toContain(unused);
    expect(await expiredKeys()).not.toContain(used);
    expect(await stage.uploads.find(stage.actor, used)).not.toBeNull();
    await stage.database
      .updateTable('test_executions')
      .set({ status: 'archived' })
      .where('execution_id', '=', executionId)
      .execute();
    expect(await expiredKeys()).toContain(used);
  });
});

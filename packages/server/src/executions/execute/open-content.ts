/** The archive an execution was submitted with, for the agent of one of its groups, as long as that lives. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ArtifactStore } from '../collect/ports.ts';
import type { Group } from '../execution.ts';
import type { ExecutionStore, UploadIndex } from '../ports.ts';
import { groupEnded, isAlive } from './greet-agent.ts';

export type OpenContentDeps = { executions: ExecutionStore; uploads: UploadIndex; artifacts: ArtifactStore };
export type OpenedContent = { sizeBytes: number; content: AsyncIterable<Uint8Array> };
type ContentRefusal = Refusal<'group-ended' | 'not-found' | 'upload-not-found' | 'unavailable'>;

export async function openContent(
  deps: OpenContentDeps,
  group: Group,
): Promise<Result<OpenedContent, ContentRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  const execution = await deps.executions.find(group.executionId);
  const content = execution?.definition.content;
  if (!execution || content?.type !== 'archive')
    return refuse({ code: 'not-found', message: 'This execution was not submitted with an archive.' });
  // Any of the team: whether the submitter saw it was asked when it was submitted.
  const upload = await deps.uploads.find({ teamId: execution.teamId, projectId: null }, content.uploadId);
  if (!upload) return refuse(gone(content.uploadId));
  const bytes = await deps.artifacts.get(upload.storageKey);
  if (bytes.ok) return ok({ sizeBytes: upload.sizeBytes, content: bytes.value });
  if (bytes.error.code === 'not-found') return refuse(gone(content.uploadId));
  return refuse({ code: 'unavailable', message: bytes.error.message, retryAfterSeconds: 5 });
}

const gone = (uploadId: string): Refusal<'upload-not-found'> => ({
  code: 'upload-not-found',
  message: `The archive ${uploadId} is gone. Upload it again and submit anew.`,
});

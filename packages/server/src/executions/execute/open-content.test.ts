import type { GroupId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { expect, it } from 'vitest';
import type { Execution, Group } from '../execution.ts';
import { type OpenContentDeps, openContent } from './open-content.ts';

const execution = { teamId: 'team', definition: { content: { type: 'archive', uploadId: 'upload' } } };
const deps = {
  executions: { find: async () => execution as unknown as Execution },
  uploads: { find: async () => ({ storageKey: 'uploads/one', sizeBytes: 3 }) },
  artifacts: { get: async () => ok([new Uint8Array(3)]) },
} as unknown as OpenContentDeps;
const groupThat = (status: Group['status']) => ({ groupId: 'g' as GroupId, status }) as Group;

it('an archive is for groups that live: a token that got about opens nothing afterwards', async () => {
  for (const status of ['starting', 'running'] as const)
    expect(await openContent(deps, groupThat(status))).toMatchObject({ ok: true, value: { sizeBytes: 3 } });
  for (const status of ['finished', 'lost', 'ended'] as const)
    expect(await openContent(deps, groupThat(status))).toMatchObject({ error: { code: 'group-ended' } });
});

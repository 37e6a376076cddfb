/** What people and agents of the scene are given alike: tokens, uploads, quotas. */
import { createHash, randomBytes } from 'node:crypto';
import { insert } from '../../packages/server/src/testing/stored-rows.ts';
import type { TestDatabase } from '../../packages/server/src/testing/template-database.ts';
import type { Api } from '../testing/api.ts';
import { tarGzOf } from '../testing/tar.ts';

type Pool = TestDatabase['pool'];

export async function giveToken(pool: Pool, userId: string, scopes: readonly string[]) {
  const [tokenId, token] = [crypto.randomUUID(), `gnt_${randomBytes(32).toString('base64url')}`];
  await insert(pool, 'api_tokens', {
    token_id: tokenId,
    user_id: userId,
    token_name: 'fuzz',
    token_hash: createHash('sha256').update(token).digest('hex'),
    scopes: JSON.stringify(scopes),
  });
  return { tokenId, token };
}

export async function upload(api: Api): Promise<{ type: 'archive'; uploadId: string }> {
  const content = tarGzOf([{ name: 'README.md', content: 'Nothing but commands.' }]);
  const answer = await api.ask('POST', '/api/v1/uploads', { type: 'application/octet-stream', content });
  return { type: 'archive', uploadId: JSON.parse(answer.text).uploadId };
}

/** Nothing that is submitted here ever ends: without this, a hundred of them would be all. */
export async function raiseQuotas(pool: Pool, teamId: string): Promise<void> {
  for (const [resource, period] of Object.entries({ concurrent_executions: 'none', executions: 'day' }))
    await insert(pool, 'team_quotas', {
      quota_id: crypto.randomUUID(),
      team_id: teamId,
      resource_type: resource,
      limit_value: 10 ** 9,
      period,
    });
}

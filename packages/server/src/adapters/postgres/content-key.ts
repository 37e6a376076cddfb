/**
 * The name of what an execution ran: two executions of a definition with the same name ran the same content.
 * Of an archive and of inline files it is known when they are submitted, of git once a commit was fetched.
 */
import { createHash } from 'node:crypto';
import type { TestDefinition } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import { canonical } from '../../executions/index.ts';

type Key = RawBuilder<string | null>;

export function submittedContentKey({ content }: Pick<TestDefinition, 'content'>): Key {
  if (content.type === 'inline') {
    const hash = createHash('sha256').update(canonical(content.files)).digest('hex');
    return sql<string | null>`${`inline:${hash}`}`;
  }
  if (content.type === 'git') return sql<string | null>`null`;
  return sql<string | null>`(select 'archive:' || sha256 from uploads where upload_id = ${content.uploadId})`;
}

export const commitContentKey = (commit: string) => `git:${commit}`;

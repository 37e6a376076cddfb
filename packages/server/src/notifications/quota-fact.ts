/** What is noted of a team's quotas: one stream for each team. */
import type { ProjectId, QuotaResource } from '@gauntlet/contract';

export const QUOTA_STREAM = 'quota-';

/** `text` says it in words; numbers are rounded. */
export type QuotaFact = {
  what: 'used' | 'refused';
  resource: QuotaResource;
  percent: number;
  text: string;
  /** Where it was asked; null: the whole team, whose the quota is. */
  projectId: ProjectId | null;
};

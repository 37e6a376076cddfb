/** What the API shows of saved definitions: their versions, plans and times. */

import { z } from 'zod';
import { TestDefinition } from './definition.ts';
import { ExecutionStatus, Verdict } from './execution.ts';
import { DefinitionId, ExecutionId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';

export const DefinitionView = z
  .object({
    definitionId: DefinitionId,
    projectId: OfProject,
    name: z.string(),
    version: z.number().int(),
    body: TestDefinition,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Definition' });
export type DefinitionView = z.infer<typeof DefinitionView>;
/** How the newest execution of a definition stands. */
export const LastRun = z.object({
  executionId: ExecutionId,
  status: ExecutionStatus,
  verdict: Verdict.nullable(),
  submittedAt: Instant,
});
export const ListedDefinition = DefinitionView.omit({ body: true }).extend({
  lastRun: LastRun.nullable().describe('null: it was never run'),
});
export type ListedDefinition = z.infer<typeof ListedDefinition>;
export const DefinitionList = page(ListedDefinition).meta({ id: 'DefinitionList' });
export const DefinitionQuery = z.object({
  search: z.string().min(1).max(255).optional().describe('part of the name, in any case of letters'),
  ...Paging,
});
export const DefinitionSaveQuery = z.object({
  expected: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('the version that the change was made of; when there is a newer one, nothing is saved'),
});
export const DefinitionVersionList = z
  .object({
    items: z.array(
      z.object({
        version: z.number().int(),
        createdAt: Instant,
        createdBy: z.string(),
        body: TestDefinition,
      }),
    ),
  })
  .meta({ id: 'DefinitionVersionList' });
const PlannedMs = z.number().int().nullable().describe('milliseconds; null without history');
/** How the units of a definition's last run would be shared out, by what history says of each. */
export const DefinitionPlan = z
  .object({
    executionId: ExecutionId.describe('the run whose units are planned'),
    units: z.number().int(),
    totalMs: PlannedMs,
    wallMs: PlannedMs.describe('of the longest group, in milliseconds; setup is not in it'),
    groups: z.array(
      z.object({
        index: z.number().int(),
        units: z.number().int(),
        estimatedMs: PlannedMs,
        longest: z.object({ title: z.string(), estimatedMs: PlannedMs }),
      }),
    ),
    choices: z
      .array(z.object({ parallelism: z.number().int(), wallMs: PlannedMs }))
      .describe('what other numbers of groups would take'),
  })
  .meta({ id: 'DefinitionPlan' });
export type DefinitionPlan = z.infer<typeof DefinitionPlan>;
/** What history knows of a definition's units: for plans of one's own. */
export const DefinitionTimings = z
  .object({
    executionId: ExecutionId.describe('the run whose units these are'),
    units: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        recentMs: z.array(z.number().int()).describe('wall milliseconds of its last runs that passed'),
      }),
    ),
  })
  .meta({ id: 'DefinitionTimings' });
export type DefinitionTimings = z.infer<typeof DefinitionTimings>;

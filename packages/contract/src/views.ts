/**
 * Saved views of the list of executions: filters under a name, of whoever saved them or for everybody in the
 * workspace they were saved in.
 *
 *   GET    /api/v1/views                 ViewList       (ViewQuery)
 *   POST   /api/v1/views                 201 ViewView   (ViewRequest)
 *   GET    /api/v1/views/:id             ViewView
 *   PATCH  /api/v1/views/:id             ViewView       (ViewChange)
 *   DELETE /api/v1/views/:id             204
 *   POST   /api/v1/views/:id/restore     ViewView
 *   PUT    /api/v1/views/:id/default     ViewView
 *   DELETE /api/v1/views/:id/default     204
 */
import { z } from 'zod';
import { ExecutionFilters } from './api.ts';
import { UserId, ViewId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';

/** How many one keeps in one workspace. */
export const MOST_VIEWS = 100;
/** How long a deleted one can be restored. */
export const VIEW_RESTORE_HOURS = 24;

/** On one line, and nothing that could be taken for an id. */
const NAME = /^(?!\s*[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\s*$)[^\p{C}]*$/u;

const ViewName = z
  .string()
  .max(80)
  .regex(NAME, 'letters, digits, signs and spaces, on one line, and not like an id')
  .trim()
  .min(1);

export const ViewFilters = z.strictObject(ExecutionFilters.shape);
export type ViewFilters = z.infer<typeof ViewFilters>;

const ViewVisibility = z
  .enum(['private', 'shared'])
  .describe('shared: for everybody in the team, or in the project that it was saved in');

export const ViewView = z
  .object({
    viewId: ViewId,
    projectId: OfProject,
    name: z.string(),
    filters: ViewFilters,
    visibility: ViewVisibility,
    owner: z.object({ userId: UserId, username: z.string() }),
    standing: z.enum(['default', 'plain']).describe("default: the asker's list begins with it"),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'SavedView' });
export type ViewView = z.infer<typeof ViewView>;

export const ViewQuery = z.object({
  only: z.enum(['own', 'shared', 'default']).optional().describe('shared: whoever shares them'),
  name: z.string().max(80).optional().describe('the whole name, in any case of letters'),
  search: z.string().max(80).optional().describe('part of the name'),
  ...Paging,
});
export type ViewQuery = z.infer<typeof ViewQuery>;
export const ViewList = page(ViewView).meta({ id: 'SavedViewList' });

export const ViewRequest = z.strictObject({
  name: ViewName.describe('unique among those of its owner there, in any case of letters'),
  filters: ViewFilters,
  visibility: ViewVisibility.default('private'),
});
export type ViewRequest = z.infer<typeof ViewRequest>;

export const ViewChange = z
  .strictObject({
    name: ViewName.optional(),
    filters: ViewFilters.optional().describe('all of them: what is left out is not filtered for'),
    visibility: ViewVisibility.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what to change')
  .meta({ minProperties: 1 });
export type ViewChange = z.infer<typeof ViewChange>;

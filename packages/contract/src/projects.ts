/**
 * Projects: a part of a team's things that people of other teams may be shown into.
 *
 *   GET    /api/v1/projects                        ProjectList               (ProjectQuery)
 *   POST   /api/v1/projects                        201 ProjectView           (ProjectRequest)
 *   GET    /api/v1/projects/:id                    ProjectView
 *   PATCH  /api/v1/projects/:id                    ProjectView               (ProjectChange)
 *   POST   /api/v1/projects/:id/archive, /unarchive ProjectView
 *   GET    /api/v1/projects/:id/members            ProjectMemberList
 *   PUT    /api/v1/projects/:id/members/:user      ProjectMember             (ProjectMemberRequest)
 *   DELETE /api/v1/projects/:id/members/:user      204
 */
import { z } from 'zod';
import { ProjectRole } from './identity.ts';
import { ProjectId, TeamId, UserId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';

const LOOKS_LIKE_AN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ProjectName = z
  .string()
  .max(100)
  .regex(/^[^\p{C}]*$/u, 'letters, digits, signs and spaces, on one line')
  .trim()
  .min(1)
  .refine((name) => !LOOKS_LIKE_AN_ID.test(name), 'a name that does not look like an id');
const ProjectDescription = z.string().max(2000);

/** Where a thing lies. */
export const OfProject = ProjectId.nullable().describe('null: of the team as a whole');

export const ProjectView = z
  .object({
    projectId: ProjectId,
    name: z.string(),
    description: z.string(),
    team: z.object({ teamId: TeamId, name: z.string() }).describe('whose project it is'),
    role: ProjectRole.nullable().describe("the asker's as a member; null: none, it is of the own team"),
    createdAt: Instant,
    createdBy: z.string().nullable().describe('user name'),
    archivedAt: Instant.nullable().describe('null: things may be run in it'),
  })
  .meta({ id: 'Project' });
export type ProjectView = z.infer<typeof ProjectView>;

export const ProjectQuery = z.object({
  name: z.string().max(100).optional().describe('the whole name, in any case of letters'),
  archived: z.enum(['without', 'with']).default('without'),
  ...Paging,
});
export type ProjectQuery = z.infer<typeof ProjectQuery>;
export const ProjectList = page(ProjectView).meta({ id: 'ProjectList' });

export const ProjectRequest = z.strictObject({
  name: ProjectName.describe('unique in the team, in any case of letters'),
  description: ProjectDescription.default(''),
});
export type ProjectRequest = z.infer<typeof ProjectRequest>;

export const ProjectChange = z
  .strictObject({ name: ProjectName.optional(), description: ProjectDescription.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what to change');
export type ProjectChange = z.infer<typeof ProjectChange>;

export const ProjectMember = z
  .object({
    userId: UserId,
    username: z.string(),
    teamName: z.string().describe('the home team'),
    role: ProjectRole,
    active: z.boolean().describe('false: this account is deactivated'),
    addedBy: z.string().nullable().describe('user name'),
    addedAt: Instant,
  })
  .meta({ id: 'ProjectMember' });
export type ProjectMember = z.infer<typeof ProjectMember>;
export const ProjectMemberList = z
  .object({ items: z.array(ProjectMember) })
  .meta({ id: 'ProjectMemberList' });
export const ProjectMemberRequest = z.strictObject({ role: ProjectRole });

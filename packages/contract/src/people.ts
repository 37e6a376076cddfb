/**
 * People, teams and the links by which people get in, as the API shows and takes them. People and teams are
 * named by id or name wherever one is asked for.
 */
import { z } from 'zod';
import { Role } from './identity.ts';
import { InvitationId, TeamId, UserId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { trimmed } from './trimmed.ts';

const IdOrName = z.string().min(1).max(255);
const Search = z.string().min(1).max(255);

/** A name that looks like an id would leave open who is meant. */
const NO_ID = /^(?!([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$)/i;
export const Username = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'letters, digits, dots, dashes and underscores, 63 at most')
  .regex(NO_ID, 'a name, and not the form of an id');
const TeamName = z
  .string()
  .regex(
    /^\s*[\p{L}\p{N}][\p{L}\p{N} ._-]{0,62}\s*$/u,
    'letters, digits, spaces, dots, dashes and underscores, 63 at most',
  )
  .trim()
  .regex(NO_ID, 'a name, and not the form of an id');
/** As long as mail servers take it (RFC 5321, section 4.5.3.1). */
const Email = z
  .email()
  .max(254)
  .refine((email) => email.lastIndexOf('@') <= 64, 'at most 64 characters before the @')
  .refine(
    (email) => namesOfHost(email).every((name) => name.length <= 63 && !name.endsWith('-')),
    'the host after the @ cannot be one',
  );
const namesOfHost = (email: string) => email.slice(email.lastIndexOf('@') + 1).split('.');
const Roles = z
  .array(Role)
  .min(1)
  .max(6)
  .refine((roles) => new Set(roles).size === roles.length, 'each role once');
/** What a good one is, is asked when it is set. */
const Password = z.string().min(1).max(1000);
const LinkToken = z.string().min(1).max(200).describe('of the link');

export const UserParams = z.object({ id: IdOrName.describe('id or name') });
export const TeamParams = z.object({ id: IdOrName.describe('id or name') });

export const UserView = z
  .object({
    userId: UserId,
    username: z.string(),
    email: z.string().nullable(),
    teamId: TeamId.describe('home team'),
    teamName: z.string(),
    roles: z.array(z.string()),
    active: z.boolean().describe('false: nothing of this account lets anybody in'),
    followsProvider: z
      .boolean()
      .describe("team and roles are set anew by the identity provider's groups at every sign-in"),
    createdAt: Instant,
    lastLogin: Instant.nullable(),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof UserView>;
export const UserList = page(UserView).meta({ id: 'UserList' });
export const UserQuery = z.object({
  teamId: IdOrName.optional().describe(
    'id or name; left out: your team, with the scope admin the people of every team',
  ),
  search: Search.optional().describe('part of the user name or the e-mail address'),
  role: Role.optional(),
  active: z.stringbool().optional(),
  ...Paging,
});
export type UserQuery = z.infer<typeof UserQuery>;

export const UserRequest = z.strictObject({
  username: Username,
  email: Email.optional(),
  roles: Roles.default(['developer']),
  teamId: IdOrName.optional().describe('id or name; your own team when left out'),
});
export type UserRequest = z.infer<typeof UserRequest>;
/** What is left out stays. */
export const UserPatch = z
  .strictObject({
    username: Username.optional(),
    email: Email.nullable().optional().describe('null: none'),
    roles: Roles.optional(),
    active: z.boolean().optional().describe('false ends all sessions and makes tokens useless, at once'),
    teamId: IdOrName.optional().describe('id or name of another home team; with the scope admin'),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'name something to change')
  .meta({ minProperties: 1 });
export type UserPatch = z.infer<typeof UserPatch>;
export const UserCreated = UserView.extend({
  link: z.string().describe('signs the new user in, once; from the root of the server; shown this once'),
  linkExpiresAt: Instant,
}).meta({ id: 'UserCreated' });

export const PasswordResetRequest = z
  .strictObject({ expiresInMinutes: z.number().int().min(5).max(1440).default(60) })
  .prefault({});
export const PasswordResetLink = z
  .object({
    link: z.string().describe('lets whoever opens it set a new password, once; shown this once'),
    expiresAt: Instant,
  })
  .meta({ id: 'PasswordResetLink' });
export const PasswordResetUse = z.strictObject({ token: LinkToken, password: Password });
export type PasswordResetUse = z.infer<typeof PasswordResetUse>;

/** Of TEAM_SETTINGS; null for what is not set. */
export const TeamSettings = z.object({
  description: z.string().nullable().describe('what the team is there for'),
  invitationDays: z.number().int().nullable().describe('for how long its invitations are good; null: 7'),
});
export type TeamSettings = z.infer<typeof TeamSettings>;
export const TeamView = z
  .object({
    teamId: TeamId,
    name: z.string(),
    active: z.boolean().describe('false: nobody of it gets in'),
    settings: TeamSettings,
    createdAt: Instant,
    members: z.number().int().describe('active people whose home team it is'),
  })
  .meta({ id: 'Team' });
export type TeamView = z.infer<typeof TeamView>;
export const TeamList = page(TeamView).meta({ id: 'TeamList' });
export const TeamQuery = z.object({
  search: Search.optional().describe('part of the name'),
  active: z.stringbool().optional(),
  ...Paging,
});
export type TeamQuery = z.infer<typeof TeamQuery>;

const InvitationDays = z.number().int().min(1).max(30);
/** Null clears, what is left out stays. */
const TeamSettingsPatch = z.strictObject({
  description: trimmed(500).nullable().optional(),
  invitationDays: InvitationDays.nullable().optional(),
});
export type TeamSettingsPatch = z.infer<typeof TeamSettingsPatch>;
export const TeamRequest = z.strictObject({ name: TeamName, settings: TeamSettingsPatch.optional() });
export type TeamRequest = z.infer<typeof TeamRequest>;
export const TeamPatch = z
  .strictObject({
    name: TeamName.optional().describe('with the scope admin'),
    active: z.boolean().optional().describe('with the scope admin'),
    settings: TeamSettingsPatch.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'name something to change')
  .meta({ minProperties: 1 });
export type TeamPatch = z.infer<typeof TeamPatch>;

export const InvitationParams = z.object({ id: InvitationId });
export const InvitationRequest = z.strictObject({
  roles: Roles.default(['developer']),
  email: Email.optional().describe('whom it is for; the account gets this address'),
  teamId: IdOrName.optional().describe('id or name; your own team when left out'),
  expiresInDays: InvitationDays.optional().describe("the team's setting when left out, else 7"),
});
export type InvitationRequest = z.infer<typeof InvitationRequest>;
export const InvitationStatus = z.enum(['open', 'accepted', 'revoked', 'expired']);
export type InvitationStatus = z.infer<typeof InvitationStatus>;
export const InvitationView = z
  .object({
    invitationId: InvitationId,
    teamId: TeamId,
    teamName: z.string(),
    roles: z.array(z.string()),
    email: z.string().nullable(),
    status: InvitationStatus,
    invitedBy: z.string().describe('user name'),
    acceptedBy: z.string().nullable().describe('user name'),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof InvitationView>;
export const InvitationList = page(InvitationView).meta({ id: 'InvitationList' });
export const InvitationQuery = z.object({
  teamId: IdOrName.optional().describe('as for people'),
  status: InvitationStatus.optional(),
  ...Paging,
});
export type InvitationQuery = z.infer<typeof InvitationQuery>;
export const InvitationCreated = InvitationView.extend({
  link: z.string().describe('makes an account, once; from the root of the server; shown this once'),
}).meta({ id: 'InvitationCreated' });
export const InvitationAcceptance = z.strictObject({
  token: LinkToken,
  username: Username,
  password: Password,
});
export type InvitationAcceptance = z.infer<typeof InvitationAcceptance>;

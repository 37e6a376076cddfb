/** People, teams and invitations as the contract server knows them: by name, in the shapes of the contract. */
import {
  InvitationCreated,
  InvitationQuery,
  InvitationRequest,
  InvitationView,
  PasswordResetLink,
  PasswordResetRequest,
  TeamPatch,
  TeamRequest,
  TeamView,
  UserCreated,
  UserPatch,
  UserQuery,
  UserRequest,
  UserView,
} from '@gauntlet/contract';

export const MADE_AT = '2026-01-02T03:04:05.000Z';
const id = (number: number) => `0198b2c4-7a00-7000-8000-0000000001${String(number).padStart(2, '0')}`;

export type PeopleState = {
  users: UserView[];
  teams: TeamView[];
  invitations: InvitationView[];
};
type Question = { method: string; path: string; query: URLSearchParams; body: unknown };
type Answer = { status: number; body: unknown };
type Handler = (state: PeopleState, question: Question, named: string) => Answer | null;

const userOf = (fields: object) =>
  UserView.parse({
    userId: id(1),
    username: 'ada',
    email: 'ada@example.org',
    teamId: id(6),
    teamName: 'web',
    roles: ['developer'],
    active: true,
    followsProvider: false,
    createdAt: MADE_AT,
    lastLogin: null,
    ...fields,
  });
const teamOf = (fields: object) =>
  TeamView.parse({
    teamId: id(6),
    name: 'web',
    active: true,
    settings: { description: 'The shop window', invitationDays: null },
    createdAt: MADE_AT,
    members: 2,
    ...fields,
  });
const invitationOf = (fields: object) =>
  InvitationView.parse({
    invitationId: id(11),
    teamId: id(6),
    teamName: 'web',
    roles: ['viewer'],
    email: 'grace@example.org',
    status: 'open',
    invitedBy: 'ada',
    acceptedBy: null,
    createdAt: MADE_AT,
    expiresAt: MADE_AT,
    ...fields,
  });

export const newPeople = (): PeopleState => ({
  users: [userOf({}), userOf({ userId: id(2), username: 'bob\u001b[2J', email: null, active: false })],
  teams: [teamOf({})],
  invitations: [
    invitationOf({}),
    invitationOf({ invitationId: id(12), status: 'accepted', acceptedBy: 'linus' }),
  ],
});

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const listed = (items: unknown[]) => ok({ items, nextCursor: null });
const defined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const HANDLERS: readonly [method: string, path: RegExp, Handler][] = [
  [
    'GET',
    /^\/users$/,
    ({ users }, { query }) => {
      const { search = '', active } = UserQuery.parse(Object.fromEntries(query));
      const isAsked = (user: UserView) =>
        user.username.includes(search) && (active === undefined || active === user.active);
      return listed(users.filter(isAsked));
    },
  ],
  [
    'POST',
    /^\/users$/,
    ({ users }, { body }) => {
      const { teamId: teamName = 'web', email = null, ...asked } = UserRequest.parse(body);
      const user = userOf({ ...asked, email, teamName, userId: id(20 + users.length) });
      users.push(user);
      return ok(UserCreated.parse({ ...user, link: '/signin?code=gsi_x', linkExpiresAt: MADE_AT }), 201);
    },
  ],
  ['GET', /^\/users\/([^/]+)$/, ({ users }, _, name) => one(users.find(({ username }) => username === name))],
  [
    'PATCH',
    /^\/users\/([^/]+)$/,
    ({ users }, { body }, name) => {
      const user = users.find(({ username }) => username === name);
      const { teamId, ...patch } = UserPatch.parse(body);
      return one(user && Object.assign(user, defined({ ...patch, teamName: teamId })));
    },
  ],
  [
    'POST',
    /^\/users\/([^/]+)\/password-reset$/,
    (_, { body }) => {
      PasswordResetRequest.parse(body);
      return ok(PasswordResetLink.parse({ link: '/password-reset?token=gpr_x', expiresAt: MADE_AT }), 201);
    },
  ],
  ['GET', /^\/teams$/, ({ teams }) => listed(teams)],
  [
    'POST',
    /^\/teams$/,
    ({ teams }, { body }) => {
      const { name, settings } = TeamRequest.parse(body);
      const team = teamOf({ name, members: 0, settings: { ...NOTHING_SET, ...defined(settings ?? {}) } });
      teams.push(team);
      return ok(team, 201);
    },
  ],
  ['GET', /^\/teams\/([^/]+)$/, ({ teams }, _, named) => one(teams.find(({ name }) => name === named))],
  [
    'PATCH',
    /^\/teams\/([^/]+)$/,
    ({ teams }, { body }, named) => {
      const team = teams.find(({ name }) => name === named);
      const { settings = {}, ...patch } = TeamPatch.parse(body);
      const changed = team && { ...patch, settings: { ...team.settings, ...defined(settings) } };
      return one(team && Object.assign(team, defined(changed ?? {})));
    },
  ],
  [
    'GET',
    /^\/invitations$/,
    ({ invitations }, { query }) => {
      const { status } = InvitationQuery.parse(Object.fromEntries(query));
      return listed(invitations.filter((each) => status === undefined || each.status === status));
    },
  ],
  [
    'POST',
    /^\/invitations$/,
    ({ invitations }, { body }) => {
      const { roles, email = null, teamId: teamName = 'web' } = InvitationRequest.parse(body);
      const made = invitationOf({ roles, email, teamName, invitationId: id(30 + invitations.length) });
      invitations.push(made);
      return ok(InvitationCreated.parse({ ...made, link: '/invitation?token=giv_x' }), 201);
    },
  ],
  [
    'DELETE',
    /^\/invitations\/([^/]+)$/,
    ({ invitations }, _, named) => {
      const found = invitations.find(({ invitationId }) => invitationId === named);
      if (found) found.status = 'revoked';
      return found ? ok('', 204) : null;
    },
  ],
];
const NOTHING_SET = { description: null, invitationDays: null };
const one = (found: unknown): Answer | null => (found === undefined ? null : ok(found));

export const isAboutPeople = (path: string): boolean =>
  /^\/api\/v1\/(users|teams|invitations)(\/|$)/.test(path) && !path.includes('/quotas/');

/** Null: there is nothing of this name. */
export function answerAboutPeople(state: PeopleState, question: Question): Answer | null {
  const path = question.path.slice('/api/v1'.length);
  for (const [method, pattern, handler] of HANDLERS) {
    const match = method === question.method ? pattern.exec(path) : null;
    if (match) return handler(state, question, decodeURIComponent(match[1] ?? ''));
  }
  throw new Error(`The contract has no ${question.method} ${question.path}`);
}

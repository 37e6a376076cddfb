/** People, teams and invitations, to those who look after them; one's own team to everybody in it. */
import type {
  InvitationQuery,
  InvitationView,
  Refusal,
  TeamId,
  TeamQuery,
  TeamView,
  UserQuery,
  UserView,
} from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Actor } from '../actor.ts';
import { managesTeam, noSuch } from './may-manage.ts';
import type { PeopleReader } from './ports.ts';

export type ShowPeopleDeps = { clock: Clock; peopleReader: PeopleReader };
type Shown<View> = Promise<Result<View, Refusal<'not-found'>>>;
type ListedFor<View> = Promise<
  Result<{ items: View[]; nextCursor: string | null }, Refusal<'not-found' | 'invalid-request'>>
>;

export async function listUsers(deps: ShowPeopleDeps, actor: Actor, query: UserQuery): ListedFor<UserView> {
  const team = await managedTeam(deps, actor, query.teamId);
  return team.ok ? deps.peopleReader.users(team.value, query) : team;
}

export async function showUser(
  { peopleReader }: ShowPeopleDeps,
  actor: Actor,
  idOrName: string,
): Shown<UserView> {
  const user = await peopleReader.user(idOrName);
  return user && managesTeam(actor, user.teamId) ? ok(user) : refuse(noSuch('user', idOrName));
}

export function listTeams(
  { peopleReader }: ShowPeopleDeps,
  actor: Actor,
  query: TeamQuery,
): ListedFor<TeamView> {
  return peopleReader.teams(allows(actor.scopes, 'admin') ? null : actor.teamId, query);
}

export async function showTeam(
  { peopleReader }: ShowPeopleDeps,
  actor: Actor,
  idOrName: string,
): Shown<TeamView> {
  const team = await peopleReader.team(idOrName);
  if (team && (team.teamId === actor.teamId || allows(actor.scopes, 'admin'))) return ok(team);
  return refuse({ code: 'not-found', message: `There is no team "${idOrName}" that you may see.` });
}

export async function listInvitations(
  deps: ShowPeopleDeps,
  actor: Actor,
  query: InvitationQuery,
): ListedFor<InvitationView> {
  const team = await managedTeam(deps, actor, query.teamId);
  if (!team.ok) return team;
  return deps.peopleReader.invitations(team.value, query, deps.clock.now());
}

/** The team asked for; when none is, all for admins and one's own for leads. */
async function managedTeam(
  { peopleReader }: ShowPeopleDeps,
  actor: Actor,
  asked: string | undefined,
): Promise<Result<TeamId | null, Refusal<'not-found'>>> {
  if (asked === undefined && allows(actor.scopes, 'admin')) return ok(null);
  const teamId = asked === undefined ? actor.teamId : (await peopleReader.team(asked))?.teamId;
  if (teamId !== undefined && managesTeam(actor, teamId)) return ok(teamId);
  return refuse(noSuch('team', asked ?? actor.teamName));
}

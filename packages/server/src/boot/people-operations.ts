/** The use cases about people, teams and links with their ports bound. */
import type { PeopleOperations } from '../http/people-deps.ts';
import {
  type AcceptDeps,
  acceptInvitation,
  type ChangeTeamDeps,
  type ChangeUserDeps,
  type CreateResetDeps,
  type CreateTeamDeps,
  type CreateUserDeps,
  changeTeam,
  changeUser,
  createInvitation,
  createPasswordReset,
  createTeam,
  createUser,
  findInvitation,
  findPasswordReset,
  type InviteDeps,
  type ListTokensDeps,
  listInvitations,
  listTeams,
  listTokensOf,
  listUsers,
  type ResetDeps,
  resetPassword,
  revokeInvitation,
  type ShowPeopleDeps,
  showTeam,
  showUser,
} from '../identity/index.ts';

export type PeopleDeps = ShowPeopleDeps &
  ListTokensDeps &
  CreateUserDeps &
  ChangeUserDeps &
  CreateTeamDeps &
  ChangeTeamDeps &
  InviteDeps &
  AcceptDeps &
  CreateResetDeps &
  ResetDeps;

export const createPeopleOperations = (deps: PeopleDeps): PeopleOperations => ({
  listUsers: (...order) => listUsers(deps, ...order),
  showUser: (...order) => showUser(deps, ...order),
  userNow: (userId) => deps.peopleReader.user(userId),
  createUser: (...order) => createUser(deps, ...order),
  changeUser: (...order) => changeUser(deps, ...order),
  listTokensOf: (...order) => listTokensOf(deps, ...order),
  listTeams: (...order) => listTeams(deps, ...order),
  showTeam: (...order) => showTeam(deps, ...order),
  createTeam: (...order) => createTeam(deps, ...order),
  changeTeam: (...order) => changeTeam(deps, ...order),
  listInvitations: (...order) => listInvitations(deps, ...order),
  invitationNow: (invitationId) => deps.peopleReader.invitation(invitationId, deps.clock.now()),
  createInvitation: (...order) => createInvitation(deps, ...order),
  revokeInvitation: (...order) => revokeInvitation(deps, ...order),
  findInvitation: (...order) => findInvitation(deps, ...order),
  acceptInvitation: (...order) => acceptInvitation(deps, ...order),
  createPasswordReset: (...order) => createPasswordReset(deps, ...order),
  findPasswordReset: (...order) => findPasswordReset(deps, ...order),
  resetPassword: (...order) => resetPassword(deps, ...order),
});

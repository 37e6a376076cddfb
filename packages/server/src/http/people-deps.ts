/** What the HTTP server is given of people: who asks, sign-in, teams, projects, quotas and the audit trail. */

import type {
  InvitationId,
  InvitationView,
  KeyRotation,
  KeyStep,
  ProjectChange,
  ProjectId,
  ProjectMember,
  ProjectQuery,
  ProjectRequest,
  ProjectRole,
  ProjectView,
  QuotaChange,
  Refusal,
  SessionId,
  TokenId,
  UserId,
  UserView,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type {
  Actor,
  acceptInvitation,
  ChangePasswordRefusal,
  changeTeam,
  changeUser,
  createInvitation,
  createPasswordReset,
  createTeam,
  createUser,
  DeviceCodes,
  DeviceDecisionOrder,
  DeviceOrder,
  DeviceQuestion,
  Entered,
  FoundDevice,
  findInvitation,
  findPasswordReset,
  listInvitations,
  listTeams,
  listTokensOf,
  listUsers,
  MadeToken,
  MemberOrder,
  MemberRefusal,
  NewToken,
  PasswordChange,
  PasswordOrder,
  ProjectState,
  ProviderReturn,
  ProviderSignedIn,
  PublicJwk,
  ReadTrailOrder,
  resetPassword,
  revokeInvitation,
  revokeToken,
  SessionRow,
  SessionTokens,
  SetQuotaOrder,
  SetQuotaRefusal,
  ShownQuotas,
  ShowQuotasOrder,
  SignInCode,
  showTeam,
  showUser,
  TokenOrder,
  TokenRow,
  TrailPage,
  Visitor,
} from '../identity/index.ts';

export type IdentityOperations = {
  /** From home into one project; null: there is none such for this caller. */
  enterProject(home: Actor, projectId: ProjectId): Promise<Entered | null>;
  authenticate(token: string): Promise<Actor | null>;
  /** Whoever asked before, as they stand now: for requests that stay open. */
  authenticateAgain(actor: Actor): Promise<Actor | null>;
  /** Says when a token was last used; may be called at every request. */
  touchToken(tokenId: TokenId): Promise<void>;
  createSignInLink(actor: Actor): Promise<SignInCode>;
  redeemSignInLink(
    code: string,
    visitor: Visitor,
  ): Promise<{ tokens: SessionTokens; hasPassword: boolean } | null>;
  createToken(
    actor: Actor,
    order: Omit<TokenOrder, 'userId' | 'kind'>,
  ): Promise<Result<MadeToken, Refusal<'not-allowed'>>>;
  listTokens(userId: UserId): Promise<TokenRow[]>;
  revokeToken: Bound<typeof revokeToken>;
  logIn(order: PasswordOrder): Promise<Result<SessionTokens, Refusal<'not-signed-in' | 'rate-limited'>>>;
  refreshSession(
    refreshToken: string,
    visitor: Visitor,
  ): Promise<Result<SessionTokens, Refusal<'not-signed-in'>>>;
  logOut(refreshToken: string, visitor: Visitor): Promise<void>;
  listSessions(userId: UserId): Promise<SessionRow[]>;
  endSession(actor: Actor, sessionId: SessionId): Promise<Result<null, Refusal<'not-found'>>>;
  hasPassword(userId: UserId): Promise<boolean>;
  changePassword(actor: Actor, change: PasswordChange): Promise<Result<null, ChangePasswordRefusal>>;
  /** For whoever verifies access tokens (RFC 7517). */
  publicKeys(): Promise<PublicJwk[]>;
  /** @returns the kid of the new key. */
  rotateSigningKey(actor: Actor): Promise<string>;
  rotateSecretKey(
    actor: Actor,
    step: KeyStep,
  ): Promise<Result<KeyRotation, Refusal<'key-in-use' | 'not-allowed'>>>;
};

/** Signing in by an identity provider. */
export type ProviderOperations = {
  /** What people call it. */
  name: string;
  begin(order: {
    callbackUrl: string;
    returnTo: string;
  }): Promise<Result<{ url: string; sealed: string; seconds: number }, Refusal>>;
  finish(back: ProviderReturn): Promise<Result<ProviderSignedIn, Refusal>>;
};

/** Signing in a program that has no browser. */
export type DeviceOperations = {
  begin(order: DeviceOrder): Promise<Result<DeviceCodes, Refusal>>;
  find(userId: UserId, typedCode: string): Promise<Result<FoundDevice, Refusal>>;
  decide(order: DeviceDecisionOrder): Promise<Result<null, Refusal>>;
  redeem(question: DeviceQuestion): Promise<Result<{ token: string; row: NewToken }, Refusal>>;
};

/** A use case whose deps are bound. */
export type Bound<UseCase> = UseCase extends (deps: never, ...order: infer Order) => infer Answer
  ? (...order: Order) => Answer
  : never;

/** People, teams, and the links by which people get in. */
export type PeopleOperations = {
  listUsers: Bound<typeof listUsers>;
  showUser: Bound<typeof showUser>;
  /** For who has just changed it, and may not be able to see it any more. */
  userNow(userId: UserId): Promise<UserView | null>;
  createUser: Bound<typeof createUser>;
  changeUser: Bound<typeof changeUser>;
  listTokensOf: Bound<typeof listTokensOf>;
  listTeams: Bound<typeof listTeams>;
  showTeam: Bound<typeof showTeam>;
  createTeam: Bound<typeof createTeam>;
  changeTeam: Bound<typeof changeTeam>;
  listInvitations: Bound<typeof listInvitations>;
  invitationNow(invitationId: InvitationId): Promise<InvitationView | null>;
  createInvitation: Bound<typeof createInvitation>;
  revokeInvitation: Bound<typeof revokeInvitation>;
  findInvitation: Bound<typeof findInvitation>;
  acceptInvitation: Bound<typeof acceptInvitation>;
  createPasswordReset: Bound<typeof createPasswordReset>;
  findPasswordReset: Bound<typeof findPasswordReset>;
  resetPassword: Bound<typeof resetPassword>;
};

export type ProjectOperations = {
  list(
    userId: UserId,
    query: ProjectQuery,
  ): Promise<Result<{ items: ProjectView[]; nextCursor: string | null }, Refusal<'invalid-request'>>>;
  show(userId: UserId, projectId: ProjectId): Promise<ProjectView | null>;
  create(actor: Actor, request: ProjectRequest): Promise<Result<ProjectId, Refusal<'already-exists'>>>;
  change(
    actor: Actor,
    projectId: ProjectId,
    change: ProjectChange,
  ): Promise<Result<null, Refusal<'not-found' | 'already-exists'>>>;
  setState(
    actor: Actor,
    projectId: ProjectId,
    state: ProjectState,
  ): Promise<Result<null, Refusal<'not-found' | 'already-exists'>>>;
  members(projectId: ProjectId): Promise<ProjectMember[]>;
  putMember(order: MemberOrder & { role: ProjectRole }): Promise<Result<UserId, MemberRefusal>>;
  removeMember(order: MemberOrder): Promise<Result<null, MemberRefusal>>;
};

export type QuotaOperations = {
  show(order: ShowQuotasOrder): Promise<Result<ShownQuotas, Refusal<'not-found' | 'invalid-request'>>>;
  set(order: SetQuotaOrder): Promise<Result<QuotaChange, SetQuotaRefusal>>;
};

export type AuditOperations = {
  read(order: ReadTrailOrder): Promise<Result<TrailPage, Refusal<'not-found' | 'invalid-request'>>>;
};

/** The use cases with their ports bound, in the shape the HTTP server asks for. */
import {
  type ClaimDeps,
  cancelExecution,
  claimUnits,
  type EndDeps,
  type GreetDeps,
  greetAgent,
  type OpenContentDeps,
  openContent,
  type RecordDeps,
  recordReports,
  removeSecret,
  rerunExecution,
  type SecretDeps,
  type SecretShelf,
  type SecretVault,
  type StoreArtifactDeps,
  type StoreUploadDeps,
  type SubmitDeps,
  setSecret,
  storeArtifact,
  storeUpload,
  submitTest,
  takeHeartbeat,
} from '../executions/index.ts';
import type {
  AgentOperations,
  DeviceOperations,
  ExecutionOperations,
  HttpDeps,
  IdentityOperations,
  ProjectOperations,
  QuotaOperations,
} from '../http/deps.ts';
import {
  authenticate,
  authenticateAgain,
  beginDeviceSignIn,
  type ChangeProjectDeps,
  type CreateProjectDeps,
  changePassword,
  changeProject,
  createProject,
  createSignInLink,
  createToken,
  type DecideDeviceDeps,
  decideDeviceRequest,
  endSession,
  enterProject,
  findDeviceRequest,
  type LogInDeps,
  logIn,
  logOut,
  putMember,
  type ReadTrailDeps,
  type RedeemDeviceDeps,
  type RotateDeps,
  type RotateKeyDeps,
  readTrail,
  redeemDeviceCode,
  redeemSignInLink,
  refreshSession,
  removeMember,
  revokeToken,
  rotateSecretKey,
  rotateSigningKey,
  type SetQuotaDeps,
  type ShowQuotasDeps,
  type SignInDeps,
  setProjectState,
  setQuota,
  showQuotas,
  type TokenDeps,
} from '../identity/index.ts';
import { createPeopleOperations, type PeopleDeps } from './people-operations.ts';

export type OperationDeps = SubmitDeps &
  EndDeps &
  GreetDeps &
  ClaimDeps &
  RecordDeps &
  Omit<SecretDeps, 'secrets'> &
  SignInDeps &
  LogInDeps &
  RotateDeps &
  RotateKeyDeps &
  TokenDeps &
  DecideDeviceDeps &
  RedeemDeviceDeps &
  PeopleDeps &
  ShowQuotasDeps &
  ReadTrailDeps &
  SetQuotaDeps &
  CreateProjectDeps &
  ChangeProjectDeps & {
    secrets: SecretVault & SecretShelf;
    /** The use cases for bytes name the store and the index otherwise than those for rows. */
    forArtifacts: StoreArtifactDeps;
    forUploads: StoreUploadDeps;
    forContent: OpenContentDeps;
    appendLog: AgentOperations['appendLog'];
    countHeartbeat(): void;
    observeTest(test: { status: string; seconds: number }): void;
  };

export const createOperations = (
  deps: OperationDeps,
): Pick<
  HttpDeps,
  'identity' | 'devices' | 'people' | 'executions' | 'secrets' | 'quotas' | 'projects' | 'audit' | 'agents'
> => ({
  identity: identityOperations(deps),
  devices: deviceOperations(deps),
  people: createPeopleOperations(deps),
  executions: executionOperations(deps),
  secrets: {
    list: (workspace) => deps.secrets.list(workspace),
    save: (actor, name, value) => setSecret(deps, actor, name, value),
    remove: (actor, name) => removeSecret(deps, actor, name),
  },
  quotas: quotaOperations(deps),
  audit: { read: (order) => readTrail(deps, order) },
  projects: projectOperations(deps),
  agents: agentOperations(deps),
});

const identityOperations = (deps: OperationDeps): IdentityOperations => ({
  authenticate: (token) => authenticate(deps, token),
  authenticateAgain: (actor) => authenticateAgain(deps, actor),
  enterProject: (home, projectId) => enterProject(deps, home, projectId),
  touchToken: (tokenId) => deps.tokens.touch(tokenId, deps.clock.now()),
  createSignInLink: (actor) => createSignInLink(deps, actor),
  redeemSignInLink: (code, visitor) => redeemSignInLink(deps, code, visitor),
  createToken: (actor, order) => createToken(deps, actor, order),
  listTokens: (userId) => deps.tokens.listOf(userId),
  revokeToken: (actor, tokenId) => revokeToken(deps, actor, tokenId),
  logIn: (order) => logIn(deps, order),
  refreshSession: (refreshToken, visitor) => refreshSession(deps, refreshToken, visitor),
  logOut: (refreshToken, visitor) => logOut(deps, refreshToken, visitor),
  listSessions: (userId) => deps.sessions.listOf(userId, deps.clock.now()),
  endSession: (actor, sessionId) => endSession(deps, actor, sessionId),
  hasPassword: async (userId) => ((await deps.passwords.accountOf(userId))?.passwordHash ?? null) !== null,
  changePassword: (actor, change) => changePassword(deps, actor, change),
  publicKeys: () => deps.accessTokens.published(),
  rotateSigningKey: (actor) => rotateSigningKey(deps, actor),
  rotateSecretKey: (actor, step) => rotateSecretKey(deps, actor, step),
});

const deviceOperations = (deps: OperationDeps): DeviceOperations => ({
  begin: (order) => beginDeviceSignIn(deps, order),
  find: (userId, typedCode) => findDeviceRequest(deps, userId, typedCode),
  decide: (order) => decideDeviceRequest(deps, order),
  redeem: (question) => redeemDeviceCode(deps, question),
});

const executionOperations = (deps: OperationDeps): ExecutionOperations => ({
  submitTest: (command) => submitTest(deps, command),
  rerunExecution: (command) => rerunExecution(deps, command),
  cancelExecution: (command) => cancelExecution(deps, command),
  storeUpload: (command) => storeUpload(deps.forUploads, command),
});

const quotaOperations = (deps: OperationDeps): QuotaOperations => ({
  show: (order) => showQuotas(deps, order),
  set: (order) => setQuota(deps, order),
});

const projectOperations = (deps: OperationDeps): ProjectOperations => ({
  list: (userId, query) => deps.projects.list(userId, query),
  show: (userId, projectId) => deps.projects.show(userId, projectId),
  create: (actor, request) => createProject(deps, actor, request),
  change: (actor, projectId, change) => changeProject(deps, actor, projectId, change),
  setState: (actor, projectId, state) => setProjectState(deps, actor, projectId, state),
  members: (projectId) => deps.projects.members(projectId),
  putMember: (order) => putMember(deps, order),
  removeMember: (order) => removeMember(deps, order),
});

const agentOperations = (deps: OperationDeps): AgentOperations => ({
  findGroup: (tokenHash) => deps.groups.findByToken(tokenHash),
  greet: (group, hello) => greetAgent(deps, group, hello),
  claim: (group, claimNumber) => claimUnits(deps, group, claimNumber),
  record: async (group, request) => {
    const answer = await recordReports(deps, group, request);
    // A report that was sent again is not accepted: each test is counted once.
    if (answer?.accepted)
      for (const event of request.events)
        if (event.type === 'results')
          for (const { status, durationMs } of event.results)
            deps.observeTest({ status, seconds: durationMs / 1000 });
    return answer;
  },
  beat: (group) => {
    deps.countHeartbeat();
    return takeHeartbeat(deps, group);
  },
  appendLog: deps.appendLog,
  storeArtifact: (group, upload, maxBytes) => storeArtifact(deps.forArtifacts, group, upload, maxBytes),
  openContent: (group) => openContent(deps.forContent, group),
});

/** The use cases with their ports bound, in the shape the HTTP server asks for. */

import { ok, refuse } from '@gauntlet/core/kernel';
import type { EnvironmentDirectory, EnvironmentShelf } from '../environments/index.ts';
import {
  askForPlan,
  type ClaimDeps,
  cancelExecution,
  changeOwner,
  claimUnits,
  completeUpload,
  type DirectUploadDeps,
  type EndDeps,
  type GreetDeps,
  greetAgent,
  type HistoryReader,
  type OpenContentDeps,
  openContent,
  orderUpload,
  personNotFound,
  type QuarantineDeps,
  type RecordDeps,
  recordReports,
  releaseQuarantine,
  removeDefinition,
  removeSecret,
  rerunExecution,
  restoreDefinition,
  type SecretDeps,
  type SecretShelf,
  type SecretVault,
  type StoreArtifactDeps,
  type StoreUploadDeps,
  type SubmitDeps,
  saveDefinition,
  setQuarantine,
  setSecret,
  signParts,
  storeArtifact,
  storeUpload,
  submitTest,
  takeHeartbeat,
} from '../executions/index.ts';
import type { AgentOperations, ExecutionOperations, HistoryOperations, HttpDeps } from '../http/deps.ts';
import type {
  DeviceOperations,
  IdentityOperations,
  ProjectOperations,
  QuotaOperations,
} from '../http/people-deps.ts';
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
import { createEnvironmentOperations, type EnvironmentDeps } from './environment-operations.ts';
import { createNotificationOperations, type NotificationDeps } from './notification-operations.ts';
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
  ChangeProjectDeps &
  NotificationDeps &
  Omit<EnvironmentDeps, 'environments'> &
  QuarantineDeps & {
    historyReader: HistoryReader;
    secrets: SecretVault & SecretShelf;
    environments: EnvironmentShelf & EnvironmentDirectory;
    /** The use cases for bytes name the store and the index otherwise than those for rows. */
    forArtifacts: StoreArtifactDeps & DirectUploadDeps;
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
  | 'identity'
  | 'devices'
  | 'people'
  | 'executions'
  | 'history'
  | 'definitions'
  | 'secrets'
  | 'quotas'
  | 'projects'
  | 'audit'
  | 'agents'
  | 'notifications'
  | 'clusters'
  | 'environments'
> => ({
  identity: identityOperations(deps),
  devices: deviceOperations(deps),
  people: createPeopleOperations(deps),
  executions: executionOperations(deps),
  history: historyOperations(deps),
  definitions: {
    save: (order) => saveDefinition(deps, order),
    remove: (actor, definitionId) => removeDefinition(deps, actor, definitionId),
    restore: (actor, definitionId) => restoreDefinition(deps, actor, definitionId),
  },
  secrets: {
    list: (workspace) => deps.secrets.list(workspace),
    save: (actor, name, value) => setSecret(deps, actor, name, value),
    remove: (actor, name) => removeSecret(deps, actor, name),
  },
  quotas: quotaOperations(deps),
  audit: { read: (order) => readTrail(deps, order) },
  projects: projectOperations(deps),
  agents: agentOperations(deps),
  notifications: createNotificationOperations(deps),
  ...createEnvironmentOperations(deps),
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

const historyOperations = (deps: OperationDeps): HistoryOperations => ({
  ...deps.historyReader,
  findOwner: async (workspace, idOrName) => {
    const person = await deps.tests.findPerson(workspace, idOrName);
    return person ? ok(person) : refuse(personNotFound(idOrName));
  },
  changeOwner: (order) => changeOwner(deps, order),
  setQuarantine: (order) => setQuarantine(deps, order),
  releaseQuarantine: (actor, testCaseId) => releaseQuarantine(deps, actor, testCaseId),
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
  askForPlan: (group) => askForPlan(deps, group),
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
  orderUpload: (group, file, maxBytes) => orderUpload(deps.forArtifacts, group, file, maxBytes),
  signParts: (group, request, maxBytes) => signParts(deps.forArtifacts, group, request, maxBytes),
  completeUpload: (group, request, maxBytes) => completeUpload(deps.forArtifacts, group, request, maxBytes),
  openContent: (group) => openContent(deps.forContent, group),
});

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
  rerunExecution,
  type StoreArtifactDeps,
  type StoreUploadDeps,
  type SubmitDeps,
  storeArtifact,
  storeUpload,
  submitTest,
  takeHeartbeat,
} from '../executions/index.ts';
import type {
  AgentOperations,
  ExecutionOperations,
  HttpDeps,
  IdentityOperations,
  QuotaOperations,
} from '../http/deps.ts';
import {
  authenticate,
  createSignInLink,
  createToken,
  redeemSignInLink,
  type SetQuotaDeps,
  type ShowQuotasDeps,
  type SignInDeps,
  setQuota,
  showQuotas,
} from '../identity/index.ts';

export type OperationDeps = SubmitDeps &
  EndDeps &
  GreetDeps &
  ClaimDeps &
  RecordDeps &
  SignInDeps &
  ShowQuotasDeps &
  SetQuotaDeps & {
    /** The use cases for bytes name the store and the index otherwise than those for rows. */
    forArtifacts: StoreArtifactDeps;
    forUploads: StoreUploadDeps;
    forContent: OpenContentDeps;
    appendLog: AgentOperations['appendLog'];
    countHeartbeat(): void;
  };

export const createOperations = (
  deps: OperationDeps,
): Pick<HttpDeps, 'identity' | 'executions' | 'quotas' | 'agents'> => ({
  identity: identityOperations(deps),
  executions: executionOperations(deps),
  quotas: quotaOperations(deps),
  agents: agentOperations(deps),
});

const identityOperations = (deps: OperationDeps): IdentityOperations => ({
  authenticate: (token) => authenticate(deps, token),
  touchToken: (tokenId) => deps.tokens.touch(tokenId, deps.clock.now()),
  createSignInLink: (userId) => createSignInLink(deps, userId),
  redeemSignInLink: (code) => redeemSignInLink(deps, code),
  createToken: (order) => createToken(deps, order),
  listTokens: (userId) => deps.tokens.listOf(userId),
  revokeToken: (userId, tokenId) => deps.tokens.revoke(userId, tokenId),
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

const agentOperations = (deps: OperationDeps): AgentOperations => ({
  findGroup: (tokenHash) => deps.groups.findByToken(tokenHash),
  greet: (group, hello) => greetAgent(deps, group, hello),
  claim: (group, claimNumber) => claimUnits(deps, group, claimNumber),
  record: (group, request) => recordReports(deps, group, request),
  beat: (group) => {
    deps.countHeartbeat();
    return takeHeartbeat(deps, group);
  },
  appendLog: deps.appendLog,
  storeArtifact: (group, upload, maxBytes) => storeArtifact(deps.forArtifacts, group, upload, maxBytes),
  openContent: (group) => openContent(deps.forContent, group),
});

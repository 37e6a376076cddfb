/** All routes of the server. */
import { routeRotateSecretKey } from './admin/rotate-secret-key.ts';
import { routeArtifacts } from './agent/artifacts.ts';
import { routeClaim } from './agent/claim.ts';
import { routeContent } from './agent/content.ts';
import { routeHeartbeat } from './agent/heartbeat.ts';
import { routeHello } from './agent/hello.ts';
import { routeLogs } from './agent/logs.ts';
import { routeReports } from './agent/reports.ts';
import { routeShowApiDocument } from './api-document/show-api-document.ts';
import { routeReadArtifact } from './artifacts/read-artifact.ts';
import { routeReadTrail } from './audit/read-trail.ts';
import { routeLogIn } from './auth/log-in.ts';
import { routeLogOut } from './auth/log-out.ts';
import { routeRefresh } from './auth/refresh.ts';
import { routeResetPassword } from './auth/reset-password.ts';
import { routeAccount } from './browser/account.ts';
import { routeAssets } from './browser/assets.ts';
import { routeDevicePage } from './browser/device.ts';
import { routeExecutionPage } from './browser/execution.ts';
import { routeExecutionsPage } from './browser/executions.ts';
import { routeInvitationPage } from './browser/invitation.ts';
import { routeLogPage } from './browser/log.ts';
import { routePasswordResetPage } from './browser/password-reset.ts';
import { routeSignIn } from './browser/sign-in.ts';
import { routeListDefinitions } from './definitions/list-definitions.ts';
import { routeListVersions } from './definitions/list-versions.ts';
import { routePlanDefinition } from './definitions/plan-definition.ts';
import { routeRemoveDefinition } from './definitions/remove-definition.ts';
import { routeShowDefinition } from './definitions/show-definition.ts';
import type { HttpDeps, HttpSettings } from './deps.ts';
import { routeApproveDevice } from './device/approve-device.ts';
import { routeBeginDeviceSignIn } from './device/begin-device-sign-in.ts';
import { routeRedeemDeviceCode } from './device/redeem-device-code.ts';
import { routeRefuseDevice } from './device/refuse-device.ts';
import { routeFollowTeam } from './events/follow-team.ts';
import { routeCancelExecution } from './executions/cancel-execution.ts';
import { routeFollowExecution } from './executions/follow-execution.ts';
import { routeListArtifacts } from './executions/list-artifacts.ts';
import { routeListExecutions } from './executions/list-executions.ts';
import { routeListLogChunks } from './executions/list-log-chunks.ts';
import { routeListMetrics } from './executions/list-metrics.ts';
import { routeListResults } from './executions/list-results.ts';
import { routeListUnits } from './executions/list-units.ts';
import { routeOpenReport } from './executions/open-report.ts';
import { routeReadLogs } from './executions/read-logs.ts';
import { routeRerunExecution } from './executions/rerun-execution.ts';
import { routeShowExecution } from './executions/show-execution.ts';
import { routeShowResult } from './executions/show-result.ts';
import { routeListFrameworks } from './frameworks/list-frameworks.ts';
import { routeShowLive } from './health/show-live.ts';
import { routeShowReady } from './health/show-ready.ts';
import type { App } from './http-app.ts';
import { routeAcceptInvitation } from './invitations/accept-invitation.ts';
import { routeCreateInvitation } from './invitations/create-invitation.ts';
import { routeListInvitations } from './invitations/list-invitations.ts';
import { routeRevokeInvitation } from './invitations/revoke-invitation.ts';
import { routeChangePassword } from './me/change-password.ts';
import { routeEndSession } from './me/end-session.ts';
import { routeListSessions } from './me/list-sessions.ts';
import { routeShowMe } from './me/show-me.ts';
import { routeShowMetrics } from './metrics/show-metrics.ts';
import { routeFinishProviderSignIn } from './oidc/callback.ts';
import { routeStartProviderSignIn } from './oidc/start.ts';
import type { OpenRequests } from './open-requests.ts';
import { routeArchiveProject } from './projects/archive-project.ts';
import { routeChangeProject } from './projects/change-project.ts';
import { routeCreateProject } from './projects/create-project.ts';
import { routeListMembers } from './projects/list-members.ts';
import { routeListProjects } from './projects/list-projects.ts';
import { routePutMember } from './projects/put-member.ts';
import { routeRemoveMember } from './projects/remove-member.ts';
import { routeShowProject } from './projects/show-project.ts';
import { routeUnarchiveProject } from './projects/unarchive-project.ts';
import { routeShowQueue } from './queue/show-queue.ts';
import { routeClearTeamQuota } from './quotas/clear-team-quota.ts';
import { routeClearUserQuota } from './quotas/clear-user-quota.ts';
import { routeListQuotas } from './quotas/list-quotas.ts';
import { routeSetTeamQuota } from './quotas/set-team-quota.ts';
import { routeSetUserQuota } from './quotas/set-user-quota.ts';
import { routeListSecrets } from './secrets/list-secrets.ts';
import { routeRemoveSecret } from './secrets/remove-secret.ts';
import { routeSaveSecret } from './secrets/save-secret.ts';
import { routeCreateSignInLink } from './sign-in-links/create-sign-in-link.ts';
import { routeRotateSigningKey } from './signing-keys/rotate-signing-key.ts';
import { routeShowPublicKeys } from './signing-keys/show-public-keys.ts';
import { routeChangeTeam } from './teams/change-team.ts';
import { routeCreateTeam } from './teams/create-team.ts';
import { routeListTeams } from './teams/list-teams.ts';
import { routeShowTeam } from './teams/show-team.ts';
import { routeSubmitTest } from './tests/submit-test.ts';
import { routeCreateToken } from './tokens/create-token.ts';
import { routeListTokens } from './tokens/list-tokens.ts';
import { routeRevokeToken } from './tokens/revoke-token.ts';
import { routeStoreUpload } from './uploads/store-upload.ts';
import { routeChangeUser } from './users/change-user.ts';
import { routeCreatePasswordReset } from './users/create-password-reset.ts';
import { routeCreateUser } from './users/create-user.ts';
import { routeListTokensOfUser } from './users/list-tokens-of-user.ts';
import { routeListUsers } from './users/list-users.ts';
import { routeShowUser } from './users/show-user.ts';

type Scene = { deps: HttpDeps; settings: HttpSettings; open: OpenRequests };

export async function registerRoutes(app: App, scene: Scene): Promise<void> {
  await registerHealth(app, scene.deps);
  if (scene.settings.serves === 'operations') return;
  await registerExecutions(app, scene);
  registerCatalogue(app, scene);
  registerAccounts(app, scene);
  registerPeople(app, scene);
  await registerAgent(app, scene);
  registerSignInWays(app, scene);
  await registerBrowser(app, scene);
}

async function registerExecutions(app: App, { deps, settings, open }: Scene): Promise<void> {
  await routeSubmitTest(app, deps, settings);
  await routeStoreUpload(app, deps, settings);
  routeListExecutions(app, deps);
  routeShowExecution(app, deps);
  routeCancelExecution(app, deps);
  routeRerunExecution(app, deps);
  routeListUnits(app, deps);
  routeListResults(app, deps);
  routeShowResult(app, deps);
  routeListMetrics(app, deps);
  routeListLogChunks(app, deps, open);
  routeReadLogs(app, deps);
  routeListArtifacts(app, deps);
  routeReadArtifact(app, deps);
  routeOpenReport(app, deps);
  routeFollowExecution(app, deps, open);
  routeFollowTeam(app, deps, open);
  routeShowQueue(app, deps);
}

function registerCatalogue(app: App, { deps, open }: Scene): void {
  routeListDefinitions(app, deps);
  routeShowDefinition(app, deps);
  routePlanDefinition(app, deps);
  routeRemoveDefinition(app, deps);
  routeListVersions(app, deps);
  routeListFrameworks(app, deps);
  routeListSecrets(app, deps);
  routeSaveSecret(app, deps);
  routeRemoveSecret(app, deps);
  routeRotateSecretKey(app, deps);
  registerQuotas(app, deps);
  routeReadTrail(app, deps, open);
  registerProjects(app, deps);
  routeShowApiDocument(app);
}

function registerAccounts(app: App, { deps, settings }: Scene): void {
  routeLogIn(app, deps, settings);
  routeRefresh(app, deps, settings);
  routeLogOut(app, deps, settings);
  routeShowMe(app);
  routeChangePassword(app, deps);
  routeListSessions(app, deps);
  routeEndSession(app, deps);
  routeListTokens(app, deps);
  routeCreateToken(app, deps);
  routeRevokeToken(app, deps);
  routeCreateSignInLink(app, deps);
  routeRotateSigningKey(app, deps);
  routeShowPublicKeys(app, deps);
}

function registerPeople(app: App, { deps, settings }: Scene): void {
  routeListUsers(app, deps);
  routeCreateUser(app, deps);
  routeShowUser(app, deps);
  routeListTokensOfUser(app, deps);
  routeChangeUser(app, deps);
  routeCreatePasswordReset(app, deps);
  routeResetPassword(app, deps, settings);
  routeListTeams(app, deps);
  routeCreateTeam(app, deps);
  routeShowTeam(app, deps);
  routeChangeTeam(app, deps);
  routeListInvitations(app, deps);
  routeCreateInvitation(app, deps);
  routeRevokeInvitation(app, deps);
  routeAcceptInvitation(app, deps, settings);
}

function registerQuotas(app: App, deps: HttpDeps): void {
  routeListQuotas(app, deps);
  routeSetTeamQuota(app, deps);
  routeClearTeamQuota(app, deps);
  routeSetUserQuota(app, deps);
  routeClearUserQuota(app, deps);
}

function registerProjects(app: App, deps: HttpDeps): void {
  routeListProjects(app, deps);
  routeCreateProject(app, deps);
  routeShowProject(app, deps);
  routeChangeProject(app, deps);
  routeArchiveProject(app, deps);
  routeUnarchiveProject(app, deps);
  routeListMembers(app, deps);
  routePutMember(app, deps);
  routeRemoveMember(app, deps);
}

async function registerAgent(app: App, { deps, settings }: Scene): Promise<void> {
  routeHello(app, deps);
  routeClaim(app, deps);
  routeReports(app, deps);
  await routeLogs(app, deps);
  routeHeartbeat(app, deps);
  await routeArtifacts(app, deps, settings);
  routeContent(app, deps);
}

function registerSignInWays(app: App, { deps, settings }: Scene): void {
  routeStartProviderSignIn(app, deps, settings);
  routeFinishProviderSignIn(app, deps, settings);
  routeBeginDeviceSignIn(app, deps, settings);
  routeRedeemDeviceCode(app, deps);
  routeApproveDevice(app, deps);
  routeRefuseDevice(app, deps);
  routeDevicePage(app, deps);
}

async function registerBrowser(app: App, { deps, settings }: Scene): Promise<void> {
  routeExecutionsPage(app, deps);
  routeExecutionPage(app, deps);
  routeLogPage(app, deps);
  await routeSignIn(app, deps, settings);
  await routeAccount(app, deps, settings);
  await routeInvitationPage(app, deps, settings);
  await routePasswordResetPage(app, deps, settings);
  await routeAssets(app);
}

async function registerHealth(app: App, deps: HttpDeps): Promise<void> {
  routeShowLive(app);
  await routeShowReady(app, deps);
  routeShowMetrics(app, deps);
}

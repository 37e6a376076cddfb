/** All routes of the server. */
import { routeRotateSecretKey } from './admin/rotate-secret-key.ts';
import { routeArtifacts } from './agent/artifacts.ts';
import { routeClaim } from './agent/claim.ts';
import { routeContent } from './agent/content.ts';
import { routeCompleteUpload, routeOrderUpload, routeSignParts } from './agent/direct-uploads.ts';
import { routeHeartbeat } from './agent/heartbeat.ts';
import { routeHello } from './agent/hello.ts';
import { routeLogs } from './agent/logs.ts';
import { routePlan } from './agent/plan.ts';
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
import { routeDashboard } from './browser/dashboard.ts';
import { routeDevicePage } from './browser/device.ts';
import { routeInvitationPage } from './browser/invitation.ts';
import { routePasswordResetPage } from './browser/password-reset.ts';
import { routeSignIn } from './browser/sign-in.ts';
import { routeChangeChannel } from './channels/change-channel.ts';
import { routeCreateChannel } from './channels/create-channel.ts';
import { routeListChannels } from './channels/list-channels.ts';
import { routeRemoveChannel } from './channels/remove-channel.ts';
import { routeShowChannel } from './channels/show-channel.ts';
import { routeTestChannel } from './channels/test-channel.ts';
import { routeChangeCluster } from './clusters/change-cluster.ts';
import { routeCheckCluster } from './clusters/check-cluster.ts';
import { routeCreateCluster } from './clusters/create-cluster.ts';
import { routeListClusters } from './clusters/list-clusters.ts';
import { routeRemoveCluster } from './clusters/remove-cluster.ts';
import { routeShowCluster } from './clusters/show-cluster.ts';
import { routeListDefinitions } from './definitions/list-definitions.ts';
import { routeListVersions } from './definitions/list-versions.ts';
import { routePlanDefinition } from './definitions/plan-definition.ts';
import { routeRemoveDefinition } from './definitions/remove-definition.ts';
import { routeRestoreDefinition } from './definitions/restore-definition.ts';
import { routeSaveDefinition } from './definitions/save-definition.ts';
import { routeShowDefinition } from './definitions/show-definition.ts';
import { routeTimeDefinition } from './definitions/time-definition.ts';
import { routeListDeliveries } from './deliveries/list-deliveries.ts';
import { routeReplayDead } from './deliveries/replay-dead.ts';
import { routeReplayDelivery } from './deliveries/replay-delivery.ts';
import type { HttpDeps, HttpSettings } from './deps.ts';
import { routeApproveDevice } from './device/approve-device.ts';
import { routeBeginDeviceSignIn } from './device/begin-device-sign-in.ts';
import { routeRedeemDeviceCode } from './device/redeem-device-code.ts';
import { routeRefuseDevice } from './device/refuse-device.ts';
import { routeChangeEnvironment } from './environments/change-environment.ts';
import { routeCreateEnvironment } from './environments/create-environment.ts';
import { routeListEnvironments } from './environments/list-environments.ts';
import { routeRemoveEnvironment } from './environments/remove-environment.ts';
import { routeShowEnvironment } from './environments/show-environment.ts';
import { routeFollowTeam } from './events/follow-team.ts';
import { routeCancelExecution } from './executions/cancel-execution.ts';
import { routeCompareExecutions } from './executions/compare-executions.ts';
import { routeFollowExecution } from './executions/follow-execution.ts';
import { routeListArtifacts } from './executions/list-artifacts.ts';
import { routeListExecutionCauses } from './executions/list-causes.ts';
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
import { routeCommentOnCause } from './failure-causes/comment-on-cause.ts';
import { routeListCauses } from './failure-causes/list-causes.ts';
import { routeListComments } from './failure-causes/list-comments.ts';
import { routeListOccurrences } from './failure-causes/list-occurrences.ts';
import { routeMergeCause } from './failure-causes/merge-cause.ts';
import { routeShowCause } from './failure-causes/show-cause.ts';
import { routeTriageCause } from './failure-causes/triage-cause.ts';
import { routeUnmergeCause } from './failure-causes/unmerge-cause.ts';
import { routeListFrameworks } from './frameworks/list-frameworks.ts';
import { routeShowLive } from './health/show-live.ts';
import { routeShowReady } from './health/show-ready.ts';
import type { App } from './http-app.ts';
import { routeListInbox } from './inbox/list-inbox.ts';
import { routeMarkRead } from './inbox/mark-read.ts';
import { routeAcceptInvitation } from './invitations/accept-invitation.ts';
import { routeCreateInvitation } from './invitations/create-invitation.ts';
import { routeListInvitations } from './invitations/list-invitations.ts';
import { routeRevokeInvitation } from './invitations/revoke-invitation.ts';
import { routeChangePassword } from './me/change-password.ts';
import { routeEndSession } from './me/end-session.ts';
import { routeListSessions } from './me/list-sessions.ts';
import { routeShowMe } from './me/show-me.ts';
import { routeShowMetrics } from './metrics/show-metrics.ts';
import { routeChangeRule } from './notification-rules/change-rule.ts';
import { routeCreateRule } from './notification-rules/create-rule.ts';
import { routeListRules } from './notification-rules/list-rules.ts';
import { routePreviewRule } from './notification-rules/preview-rule.ts';
import { routeRemoveRule } from './notification-rules/remove-rule.ts';
import { routeShowRule } from './notification-rules/show-rule.ts';
import { routeFinishProviderSignIn } from './oidc/callback.ts';
import { routeStartProviderSignIn } from './oidc/start.ts';
import type { OpenRequests } from './open-requests.ts';
import { routeShowOverview } from './overview/show-overview.ts';
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
import { routeChangeSchedule } from './schedules/change-schedule.ts';
import { routeCreateSchedule } from './schedules/create-schedule.ts';
import { routeListSchedules } from './schedules/list-schedules.ts';
import { routePreviewSchedule } from './schedules/preview-schedule.ts';
import { routeRemoveSchedule } from './schedules/remove-schedule.ts';
import { routeRunSchedule } from './schedules/run-schedule.ts';
import { routeSetScheduleStatus } from './schedules/set-schedule-status.ts';
import { routeShowSchedule } from './schedules/show-schedule.ts';
import { routeListSecrets } from './secrets/list-secrets.ts';
import { routeRemoveSecret } from './secrets/remove-secret.ts';
import { routeSaveSecret } from './secrets/save-secret.ts';
import { routeCreateSignInLink } from './sign-in-links/create-sign-in-link.ts';
import { routeRotateSigningKey } from './signing-keys/rotate-signing-key.ts';
import { routeShowPublicKeys } from './signing-keys/show-public-keys.ts';
import { routeShowSystem } from './system/show-system.ts';
import { routeChangeTeam } from './teams/change-team.ts';
import { routeCreateTeam } from './teams/create-team.ts';
import { routeListTeams } from './teams/list-teams.ts';
import { routeShowTeam } from './teams/show-team.ts';
import { routeChangeTestCase } from './test-cases/change-test-case.ts';
import { routeListTestCases } from './test-cases/list-test-cases.ts';
import { routeListTestRuns } from './test-cases/list-test-runs.ts';
import { routePutQuarantine } from './test-cases/put-quarantine.ts';
import { routeRemoveQuarantine } from './test-cases/remove-quarantine.ts';
import { routeShowTestCase } from './test-cases/show-test-case.ts';
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
import { routeChangeView } from './views/change-view.ts';
import { routeCreateView } from './views/create-view.ts';
import { routeListViews } from './views/list-views.ts';
import { routeRemoveView } from './views/remove-view.ts';
import { routeRestoreView } from './views/restore-view.ts';
import { routeSetDefaultView } from './views/set-default-view.ts';
import { routeShowView } from './views/show-view.ts';

type Scene = { deps: HttpDeps; settings: HttpSettings; open: OpenRequests };

export async function registerRoutes(app: App, scene: Scene): Promise<void> {
  await registerHealth(app, scene.deps);
  if (scene.settings.serves === 'operations') return;
  await registerExecutions(app, scene);
  registerHistory(app, scene.deps);
  await registerCatalogue(app, scene);
  registerFailureCauses(app, scene.deps);
  registerEnvironments(app, scene.deps);
  registerSchedules(app, scene.deps);
  registerViews(app, scene.deps);
  registerAccounts(app, scene);
  registerPeople(app, scene);
  registerNotifications(app, scene);
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

function registerHistory(app: App, deps: HttpDeps): void {
  routeListTestCases(app, deps);
  routeShowTestCase(app, deps);
  routeChangeTestCase(app, deps);
  routeListTestRuns(app, deps);
  routePutQuarantine(app, deps);
  routeRemoveQuarantine(app, deps);
  routeCompareExecutions(app, deps);
  routeShowOverview(app, deps);
}

async function registerCatalogue(app: App, { deps, settings, open }: Scene): Promise<void> {
  routeListDefinitions(app, deps);
  routeShowDefinition(app, deps);
  routePlanDefinition(app, deps);
  routeTimeDefinition(app, deps);
  await routeSaveDefinition(app, deps, settings);
  routeRemoveDefinition(app, deps);
  routeRestoreDefinition(app, deps);
  routeListVersions(app, deps);
  routeListFrameworks(app, deps);
  routeListSecrets(app, deps);
  routeSaveSecret(app, deps);
  routeRemoveSecret(app, deps);
  routeRotateSecretKey(app, deps);
  routeShowSystem(app, deps);
  registerQuotas(app, deps);
  routeReadTrail(app, deps, open);
  registerProjects(app, deps);
  routeShowApiDocument(app);
}

function registerFailureCauses(app: App, deps: HttpDeps): void {
  routeListCauses(app, deps);
  routeShowCause(app, deps);
  routeTriageCause(app, deps);
  routeMergeCause(app, deps);
  routeUnmergeCause(app, deps);
  routeListOccurrences(app, deps);
  routeListComments(app, deps);
  routeCommentOnCause(app, deps);
  routeListExecutionCauses(app, deps);
}

function registerEnvironments(app: App, deps: HttpDeps): void {
  routeListClusters(app, deps);
  routeCreateCluster(app, deps);
  routeShowCluster(app, deps);
  routeChangeCluster(app, deps);
  routeRemoveCluster(app, deps);
  routeCheckCluster(app, deps);
  routeListEnvironments(app, deps);
  routeCreateEnvironment(app, deps);
  routeShowEnvironment(app, deps);
  routeChangeEnvironment(app, deps);
  routeRemoveEnvironment(app, deps);
}

function registerSchedules(app: App, deps: HttpDeps): void {
  routeListSchedules(app, deps);
  routeCreateSchedule(app, deps);
  routeShowSchedule(app, deps);
  routeChangeSchedule(app, deps);
  routeRemoveSchedule(app, deps);
  routeSetScheduleStatus(app, deps);
  routeRunSchedule(app, deps);
  routePreviewSchedule(app, deps);
}

function registerViews(app: App, deps: HttpDeps): void {
  routeListViews(app, deps);
  routeCreateView(app, deps);
  routeShowView(app, deps);
  routeChangeView(app, deps);
  routeRemoveView(app, deps);
  routeRestoreView(app, deps);
  routeSetDefaultView(app, deps);
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

function registerNotifications(app: App, { deps }: Scene): void {
  routeListChannels(app, deps);
  routeCreateChannel(app, deps);
  routeShowChannel(app, deps);
  routeChangeChannel(app, deps);
  routeRemoveChannel(app, deps);
  routeTestChannel(app, deps);
  routeListRules(app, deps);
  routeCreateRule(app, deps);
  routeShowRule(app, deps);
  routeChangeRule(app, deps);
  routeRemoveRule(app, deps);
  routePreviewRule(app, deps);
  routeListDeliveries(app, deps);
  routeReplayDead(app, deps);
  routeReplayDelivery(app, deps);
  routeListInbox(app, deps);
  routeMarkRead(app, deps);
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
  routePlan(app, deps);
  routeClaim(app, deps);
  routeReports(app, deps);
  await routeLogs(app, deps);
  routeHeartbeat(app, deps);
  await routeArtifacts(app, deps, settings);
  routeOrderUpload(app, deps, settings);
  routeSignParts(app, deps, settings);
  routeCompleteUpload(app, deps, settings);
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
  await routeDashboard(app);
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

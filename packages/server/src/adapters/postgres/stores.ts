/** Every port that PostgreSQL serves, over one database. */
import type { Ids } from '../../kernel/ids.ts';
import type { Seal } from '../../kernel/seal.ts';
import { createPostgresArtifactIndex } from './artifact-index.ts';
import { createPostgresCauseBook } from './cause-book.ts';
import { createPostgresClusterShelf } from './cluster-shelf.ts';
import { createInTransaction, type Database, wake } from './database.ts';
import { createPostgresDefinitionStore } from './definition-store.ts';
import { createPostgresCodeGuesses, createPostgresDeviceRequests } from './device-requests.ts';
import { createPostgresEnvironmentShelf } from './environment-shelf.ts';
import { createPostgresEventStore } from './event-store.ts';
import { createPostgresExecutionQueue } from './execution-queue.ts';
import { createPostgresExecutionStore } from './execution-store.ts';
import { createPostgresFailureSource } from './failure-source.ts';
import { createFindMaker } from './find-maker.ts';
import { createPostgresFrameworkCatalogue } from './framework-catalogue.ts';
import { createPostgresGroupStore } from './group-store.ts';
import { createPostgresHistoryBook } from './history/history-book.ts';
import { createPostgresQuarantineBook } from './history/quarantine-book.ts';
import { createPostgresTestShelf } from './history/test-shelf.ts';
import {
  createPostgresPeople,
  createPostgresSignInLinks,
  createPostgresTokenStore,
} from './identity-stores.ts';
import { createPostgresInboxShelf } from './inbox-shelf.ts';
import { createPostgresInvitationStore } from './invitation-store.ts';
import { createPostgresLogStore } from './log-store.ts';
import { createPostgresNodeInventory } from './node-inventory.ts';
import { createPostgresChannelShelf } from './notification-channels.ts';
import { createPostgresDeliveryQueue } from './notification-deliveries.ts';
import { createPostgresRuleShelf } from './notification-rules.ts';
import { createPostgresRunReader } from './notification-runs.ts';
import { createPostgresEnvironmentOpener } from './open-environment.ts';
import { createPostgresPasswordResets } from './password-resets.ts';
import { createPostgresPasswords, createPostgresSignInAttempts } from './passwords.ts';
import { createPostgresPeopleStore } from './people-store.ts';
import { createPostgresPodGroupStore } from './pod-group-store.ts';
import { createPostgresProjectStore } from './project-store.ts';
import { createPostgresProviderAccounts } from './provider-accounts.ts';
import { createPostgresQuotaBook } from './quota-book.ts';
import { createPostgresQuotaStore } from './quota-store.ts';
import { createPostgresMetricStore, createPostgresReportReader } from './report-reader.ts';
import { createPostgresResultStore } from './result-store.ts';
import { createPostgresScheduleBook } from './schedule-book.ts';
import { createPostgresSealedRows } from './sealed-rows.ts';
import { createPostgresSecretVault } from './secret-vault.ts';
import { createPostgresSessionStore } from './session-store.ts';
import { createPostgresSigningKeys } from './signing-keys.ts';
import { createPostgresUnitPool } from './unit-pool.ts';
import { createPostgresUploadIndex } from './upload-index.ts';
import { createPostgresViewBook } from './view-book.ts';
import { createPostgresTrailReader } from './views/audit-trail.ts';
import { createPostgresPeopleReader } from './views/people-reader.ts';

export const createPostgresStores = (database: Database, ids: Ids, seal: Seal, version: string) => ({
  inTransaction: createInTransaction(database),
  sendWake: wake,
  events: createPostgresEventStore(database, ids),
  executions: createPostgresExecutionStore(database),
  queue: createPostgresExecutionQueue(database),
  groups: createPostgresGroupStore(database),
  podGroups: createPostgresPodGroupStore(database),
  units: createPostgresUnitPool(),
  results: createPostgresResultStore(ids),
  history: createPostgresHistoryBook(database),
  quarantine: createPostgresQuarantineBook(),
  tests: createPostgresTestShelf(database),
  failures: createPostgresFailureSource(),
  causes: createPostgresCauseBook(database, ids),
  schedules: createPostgresScheduleBook(database),
  views: createPostgresViewBook(),
  findMaker: createFindMaker(database),
  logs: createPostgresLogStore(database),
  artifacts: createPostgresArtifactIndex(database),
  metrics: createPostgresMetricStore(ids),
  reports: createPostgresReportReader(database, version),
  definitions: createPostgresDefinitionStore(database, ids),
  frameworks: createPostgresFrameworkCatalogue(database),
  uploads: createPostgresUploadIndex(database),
  secrets: createPostgresSecretVault(database, ids, seal),
  projects: createPostgresProjectStore(database),
  sealedRows: createPostgresSealedRows(database, seal),
  quotas: createPostgresQuotaBook(database),
  quotaStore: createPostgresQuotaStore(database, ids),
  nodes: createPostgresNodeInventory(),
  clusters: createPostgresClusterShelf(database, seal),
  openEnvironment: createPostgresEnvironmentOpener(database, seal),
  environments: createPostgresEnvironmentShelf(database),
  people: createPostgresPeople(),
  peopleStore: createPostgresPeopleStore(ids),
  peopleReader: createPostgresPeopleReader(database),
  invitations: createPostgresInvitationStore(database),
  passwordResets: createPostgresPasswordResets(database),
  tokens: createPostgresTokenStore(database),
  links: createPostgresSignInLinks(),
  accounts: createPostgresProviderAccounts(),
  devices: createPostgresDeviceRequests(database),
  guesses: createPostgresCodeGuesses(database),
  sessions: createPostgresSessionStore(database),
  signingKeys: createPostgresSigningKeys(database, seal),
  passwords: createPostgresPasswords(database),
  attempts: createPostgresSignInAttempts(database),
  trail: createPostgresTrailReader(database),
  channels: createPostgresChannelShelf(database, seal),
  rules: createPostgresRuleShelf(database),
  deliveries: createPostgresDeliveryQueue(database),
  inbox: createPostgresInboxShelf(database),
  runs: createPostgresRunReader(database),
});

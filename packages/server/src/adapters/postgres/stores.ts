/** Every port that PostgreSQL serves, over one database. */
import type { Ids } from '../../kernel/ids.ts';
import { createPostgresArtifactIndex } from './artifact-index.ts';
import { createInTransaction, type Database, wake } from './database.ts';
import { createPostgresDefinitionStore } from './definition-store.ts';
import { createPostgresEventStore } from './event-store.ts';
import { createPostgresExecutionQueue, createPostgresExecutionStore } from './execution-store.ts';
import { createPostgresFrameworkCatalogue } from './framework-catalogue.ts';
import { createPostgresGroupStore } from './group-store.ts';
import {
  createPostgresPeople,
  createPostgresSignInLinks,
  createPostgresTokenStore,
} from './identity-stores.ts';
import { createPostgresLogStore } from './log-store.ts';
import { createPostgresNodeInventory } from './node-inventory.ts';
import { createPostgresQuotaBook } from './quota-book.ts';
import { createPostgresQuotaStore } from './quota-store.ts';
import { createPostgresMetricStore, createPostgresReportReader } from './report-reader.ts';
import { createPostgresResultStore } from './result-store.ts';
import { createPostgresSecretVault, type EncryptionKey } from './secret-vault.ts';
import { createPostgresUnitPool } from './unit-pool.ts';
import { createPostgresUploadIndex } from './upload-index.ts';

export const createPostgresStores = (
  database: Database,
  ids: Ids,
  secretKey: EncryptionKey,
  version: string,
) => ({
  inTransaction: createInTransaction(database),
  sendWake: wake,
  events: createPostgresEventStore(database, ids),
  executions: createPostgresExecutionStore(database),
  queue: createPostgresExecutionQueue(database),
  groups: createPostgresGroupStore(database),
  units: createPostgresUnitPool(),
  results: createPostgresResultStore(ids),
  logs: createPostgresLogStore(database),
  artifacts: createPostgresArtifactIndex(database),
  metrics: createPostgresMetricStore(ids),
  reports: createPostgresReportReader(database, version),
  definitions: createPostgresDefinitionStore(database, ids),
  frameworks: createPostgresFrameworkCatalogue(database),
  uploads: createPostgresUploadIndex(database),
  secrets: createPostgresSecretVault(database, ids, secretKey),
  quotas: createPostgresQuotaBook(database),
  quotaStore: createPostgresQuotaStore(database, ids),
  nodes: createPostgresNodeInventory(),
  people: createPostgresPeople(),
  tokens: createPostgresTokenStore(database),
  links: createPostgresSignInLinks(),
});

/** Takes an execution in: validated, within the quota, pinned to a version, queued. All or nothing. */
import type { ExecutionId, Refusal, TestDefinition } from '@gauntlet/contract';
import { cpuMillis, groupsThatFit, memoryBytes, type NodeResources } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EnvironmentDirectory, RunPlace } from '../../environments/index.ts';
import type { EventStore } from '../../event-store/index.ts';
import {
  type Act,
  type Actor,
  type ProjectStore,
  type QuotaBook,
  recordAct,
  type Workspace,
} from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { refuseArchivedOf } from '../define/define-deps.ts';
import type { Execution, NewExecution } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import type {
  ChannelNames,
  DefinitionStore,
  ExecutionStore,
  FrameworkCatalogue,
  HostTrust,
  SecretVault,
  SendWake,
  StoredDefinition,
  UploadIndex,
} from '../ports.ts';
import type { ExecutionQueue, NodeInventory } from '../schedule/ports.ts';
import { applyOverrides, openTo, withoutHost } from './effective-definition.ts';
import { findEarlier, idempotencyOf } from './find-earlier.ts';
import { neededUntil } from './needed-until.ts';
import { noteRefusedQuota } from './note-refused-quota.ts';
import { refuseBody } from './refuse-body.ts';
import { type PodAbility, usableEnvironment } from './refuse-environment.ts';
import { refuseQuota } from './refuse-quota.ts';
import {
  channelNamesOf,
  refuseChannels,
  refuseContent,
  refuseSecrets,
  secretNamesOf,
  uploadNotFound,
} from './refuse-references.ts';
import { refuseUntrusted } from './refuse-untrusted.ts';
import type { SubmitCommand } from './submit-command.ts';

export type SubmitDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  executions: ExecutionStore;
  queue: ExecutionQueue;
  definitions: DefinitionStore;
  frameworks: FrameworkCatalogue;
  uploads: UploadIndex;
  secrets: SecretVault;
  channels: ChannelNames;
  quotas: QuotaBook;
  projects: Pick<ProjectStore, 'holdState'>;
  environments: EnvironmentDirectory;
  nodes: NodeInventory;
  hostTrust: HostTrust;
  podAbility: PodAbility;
  events: EventStore;
  sendWake: SendWake;
};

export type SubmitRefusal = Refusal<
  | 'not-found'
  | 'framework-unknown'
  | 'secret-missing'
  | 'channel-missing'
  | 'upload-not-found'
  | 'environment-missing'
  | 'environment-disabled'
  | 'executor-missing'
  | 'resources-exceed-environment'
  | 'quota-exceeded'
  | 'idempotency-key-reused'
  | 'invalid-definition'
  | 'not-allowed'
>;

export type Submitted = { executionId: ExecutionId; queuePosition: number };

export async function submitTest(
  deps: SubmitDeps,
  command: SubmitCommand,
): Promise<Result<Submitted, SubmitRefusal>> {
  // Before anything is checked: what was accepted once is not refused for what has changed since.
  const earlier =
    command.idempotencyKey && (await deps.inTransaction((tx) => findEarlier(deps, tx, command)));
  return earlier ? answerOf(deps, earlier) : submitNew(deps, command);
}

async function submitNew(
  deps: SubmitDeps,
  command: SubmitCommand,
): Promise<Result<Submitted, SubmitRefusal>> {
  const stored = await findStored(deps, command);
  if (!stored.ok) return stored;
  const definition = effectiveDefinition(command, stored.value);
  const place = placeOf(command.actor, stored.value);
  const refusal =
    (await refuseEnvironment(deps, place, definition)) ??
    (await validateReferences(deps, command, place, definition));
  if (refusal) return refuse(refusal);
  const queued = await deps.inTransaction((tx) => enqueue(deps, tx, command, stored.value, definition));
  if (!queued.ok && queued.error.quota) await noteRefusedQuota(deps, place, queued.error);
  return answerOf(deps, queued);
}

async function answerOf(
  deps: SubmitDeps,
  queued: Result<ExecutionId, SubmitRefusal>,
): Promise<Result<Submitted, SubmitRefusal>> {
  if (!queued.ok) return queued;
  const position = await deps.queue.positionOf(queued.value, deps.clock.now());
  return ok({ executionId: queued.value, queuePosition: position ?? 1 });
}

/** Before the transaction, in which it is looked at again: there its own lock holds. */
async function refuseEnvironment(
  deps: SubmitDeps,
  place: Workspace,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  const found = await deps.environments.find(definition.environmentName ?? null);
  const environment = usableEnvironment(found, definition, deps.podAbility);
  if (!environment.ok) return environment.error;
  return environment.value.runsOn === 'local' ? refuseUntrusted(deps, place) : null;
}

async function findStored(
  deps: SubmitDeps,
  { actor, request }: SubmitCommand,
): Promise<Result<StoredDefinition | null, SubmitRefusal>> {
  if (request.kind === 'definition') return ok(null);
  const stored = await deps.definitions.find(actor, request.definitionId);
  if (stored) return ok(stored);
  return refuse({
    code: 'not-found',
    message: `There is no test definition ${request.definitionId} here.`,
  });
}

/** What is stored is run where it belongs, whoever of its team asks from outside of the project. */
const placeOf = ({ teamId, projectId }: Actor, stored: StoredDefinition | null): Workspace => ({
  teamId,
  projectId: stored ? stored.projectId : projectId,
});

function effectiveDefinition(
  { actor, request }: SubmitCommand,
  stored: StoredDefinition | null,
): TestDefinition {
  if (request.kind === 'definition') return request.body;
  return applyOverrides(openTo(actor, (stored as StoredDefinition).body), request.overrides ?? {});
}

async function validateReferences(
  deps: SubmitDeps,
  { actor, request }: SubmitCommand,
  place: Workspace,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  const written = request.kind === 'definition' ? request.body : (request.overrides ?? {});
  return (
    (await refuseBody(deps, definition)) ??
    (await refuseContent(deps, actor, definition)) ??
    (await refuseSecrets(deps, place, secretNamesOf(definition))) ??
    (await refuseChannels(deps, place, channelNamesOf(written)))
  );
}

/** A queue and its retries may be longer than what is left of the upload's life. */
async function keepUpload(
  deps: SubmitDeps,
  tx: Tx,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  const { content } = definition;
  if (content.type !== 'archive') return null;
  const now = deps.clock.now();
  const kept = await deps.uploads.keepUntil(tx, content.uploadId, neededUntil(definition, now), now);
  return kept ? null : uploadNotFound(content.uploadId);
}

async function refuseResources(
  deps: SubmitDeps,
  tx: Tx,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  const nodes = await deps.nodes.list(tx);
  if (nodes.length === 0) return null; // no node has reported yet: it waits in the queue
  const request = {
    cpuMillis: cpuMillis(definition.resources.cpu),
    memoryBytes: memoryBytes(definition.resources.memory),
  };
  const most = Math.max(...nodes.map((node) => groupsThatFit([emptied(node)], request))); // they share a node
  if (most >= definition.parallelism) return null;
  return {
    code: 'resources-exceed-environment',
    message: `${definition.parallelism} groups of ${definition.resources.cpu} CPU and ${definition.resources.memory} memory can never run here: at most ${most} fit. Lower parallelism or resources.`,
  };
}

const emptied = (node: NodeResources): NodeResources => ({
  ...node,
  requestedCpuMillis: 0,
  requestedMemoryBytes: 0,
});

async function enqueue(
  deps: SubmitDeps,
  tx: Tx,
  command: SubmitCommand,
  stored: StoredDefinition | null,
  definition: TestDefinition,
): Promise<Result<ExecutionId, SubmitRefusal>> {
  const { actor } = command;
  const standings = await deps.quotas.lockStandings(tx, actor, deps.clock.now());
  // Again, now that the team is locked: the same request may have come twice at once.
  const earlier = await findEarlier(deps, tx, command);
  if (earlier) return earlier;
  // Under its lock: the project may be archived at this moment.
  const closed = await refuseArchivedOf(deps, tx, placeOf(actor, stored));
  if (closed) return refuse(closed);
  const held = await deps.environments.hold(tx, definition.environmentName ?? null);
  const environment = usableEnvironment(held, definition, deps.podAbility);
  if (!environment.ok) return environment;
  // What a cluster could hold is asked when it is scheduled: it answers in its own time.
  const tooLarge = environment.value.runsOn === 'local' ? await refuseResources(deps, tx, definition) : null;
  if (tooLarge) return refuse(tooLarge);
  const usedUp = refuseQuota(standings, definition, deps.clock.now());
  if (usedUp) return refuse(usedUp);
  const lapsed = await keepUpload(deps, tx, definition);
  if (lapsed) return refuse(lapsed);
  const version = stored ?? (await deps.definitions.save(tx, actor, definition));
  const execution = newExecution(deps, command, { version, definition, environment: environment.value });
  await deps.executions.insert(tx, execution);
  await walkToQueue(deps, tx, execution, actor);
  await deps.sendWake(tx, { topic: 'queue', executionId: execution.executionId });
  await recordAct(deps, tx, actor, actOf(execution, command));
  return ok(execution.executionId);
}

const actOf = (execution: NewExecution, { rerunOf }: SubmitCommand): Act => ({
  action: rerunOf ? 'execution.rerun' : 'test.submit',
  target: { kind: 'execution', id: execution.executionId, name: execution.definition.name },
  detail: {
    definitionId: execution.definitionId,
    definitionVersion: execution.definitionVersion,
    ...(rerunOf ? { rerunOf: rerunOf.executionId, only: rerunOf.only } : {}),
  },
});

type Chosen = { version: StoredDefinition; definition: TestDefinition; environment: RunPlace };

function newExecution(
  { clock, ids }: SubmitDeps,
  command: SubmitCommand,
  { version, definition, environment }: Chosen,
): NewExecution {
  const { actor, rerunOf } = command;
  const now = clock.now();
  return {
    executionId: ids.next<ExecutionId>(),
    definitionId: version.definitionId,
    definitionVersion: version.version,
    definition: environment.runsOn === 'local' ? definition : withoutHost(definition),
    environmentId: environment.environmentId,
    runsOn: environment.runsOn,
    teamId: actor.teamId,
    projectId: version.projectId,
    submittedBy: actor.userId,
    priority: definition.priority,
    parallelism: definition.parallelism,
    cpuRequestMillis: cpuMillis(definition.resources.cpu),
    memoryRequestBytes: memoryBytes(definition.resources.memory),
    submittedAt: now,
    queueDeadlineAt: secondsAfter(now, definition.timeouts.queueSeconds),
    rerunOf: rerunOf?.executionId ?? null,
    rerunOnly: rerunOf?.only ?? 'all',
    idempotency: idempotencyOf(command),
  };
}

async function walkToQueue(deps: SubmitDeps, tx: Tx, submitted: NewExecution, actor: Actor): Promise<void> {
  const began: Execution = {
    ...submitted,
    status: 'submitted',
    attempt: 0,
    framework: submitted.definition.framework ?? null,
    endingReason: null,
    failureReason: null,
    failureMessage: null,
    contentCommit: null,
    startedAt: null,
    completedAt: null,
    runDeadlineAt: null,
    retryAt: null,
    nodeName: null,
    placement: null,
    waitingFor: null,
  };
  const data = { from: null, to: 'submitted', because: 'submitted', attempt: 0 } as const;
  await appendFacts(
    deps.events,
    tx,
    submitted.executionId,
    [{ type: 'status-changed', data }],
    actor.username,
  );
  const validating = await moveExecution(deps, tx, began, 'validation-began');
  await moveExecution(deps, tx, validating, 'validation-passed', { queuedAt: submitted.submittedAt });
}

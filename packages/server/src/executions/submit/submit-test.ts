/** Takes an execution in: validated, within the quota, pinned to a version, queued. All or nothing. */
import type {
  DefinitionOverrides,
  ExecutionId,
  Refusal,
  SubmitStored,
  TestDefinition,
} from '@gauntlet/contract';
import { cpuMillis, groupsThatFit, memoryBytes, type NodeResources } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EventStore } from '../../event-store/index.ts';
import type { Actor, QuotaBook } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Execution, NewExecution } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import type {
  DefinitionStore,
  ExecutionQueue,
  ExecutionStore,
  FrameworkCatalogue,
  NodeInventory,
  SecretVault,
  SendWake,
  StoredDefinition,
  UploadIndex,
} from '../ports.ts';
import { refuseQuota } from './refuse-quota.ts';

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
  quotas: QuotaBook;
  nodes: NodeInventory;
  events: EventStore;
  sendWake: SendWake;
};

export type SubmitCommand = {
  actor: Actor;
  request: { kind: 'definition'; body: TestDefinition } | ({ kind: 'stored' } & SubmitStored);
  idempotencyKey: string | null;
  rerunOf?: { executionId: ExecutionId; only: 'all' | 'failed' };
};

export type SubmitRefusal = Refusal<
  | 'not-found'
  | 'framework-unknown'
  | 'secret-missing'
  | 'upload-not-found'
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
  const stored = await findStored(deps, command);
  if (!stored.ok) return stored;
  const definition = effectiveDefinition(command, stored.value);
  const refusal = await validateReferences(deps, command.actor, definition);
  if (refusal) return refuse(refusal);
  const queued = await deps.inTransaction((tx) => enqueue(deps, tx, command, stored.value, definition));
  if (!queued.ok) return queued;
  const position = await deps.queue.positionOf(queued.value);
  return ok({ executionId: queued.value, queuePosition: position ?? 1 });
}

async function findStored(
  deps: SubmitDeps,
  { actor, request }: SubmitCommand,
): Promise<Result<StoredDefinition | null, SubmitRefusal>> {
  if (request.kind === 'definition') return ok(null);
  const stored = await deps.definitions.find(actor.teamId, request.definitionId);
  if (stored) return ok(stored);
  return refuse({
    code: 'not-found',
    message: `There is no test definition ${request.definitionId} in your team.`,
  });
}

function effectiveDefinition({ request }: SubmitCommand, stored: StoredDefinition | null): TestDefinition {
  if (request.kind === 'definition') return request.body;
  const overrides: DefinitionOverrides = request.overrides ?? {};
  return { ...(stored as StoredDefinition).body, ...overrides };
}

async function validateReferences(
  deps: SubmitDeps,
  actor: Actor,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  return (
    refuseCommands(definition) ??
    (await refuseFramework(deps, definition)) ??
    (await refuseContent(deps, actor, definition)) ??
    (await refuseSecrets(deps, actor, definition))
  );
}

function refuseCommands({ framework, commands }: TestDefinition): SubmitRefusal | null {
  if (framework === 'command' && !commands)
    return invalid('commands', 'The framework "command" needs `commands`: a list of {name, run}.');
  if (commands && framework !== undefined && framework !== 'command')
    return invalid('commands', `\`commands\` go with the framework "command", not with "${framework}".`);
  const names = commands?.map((command) => command.name) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? null
    : invalid('commands', `Two commands are named "${twice}"; give each its own name.`);
}

const invalid = (path: string, message: string): SubmitRefusal => ({
  code: 'invalid-definition',
  message,
  faults: [{ path, message }],
});

async function refuseFramework(
  deps: SubmitDeps,
  { framework }: TestDefinition,
): Promise<SubmitRefusal | null> {
  if (framework === undefined || (await deps.frameworks.find(framework))) return null;
  const known = (await deps.frameworks.list()).map((row) => row.name).join(', ');
  return { code: 'framework-unknown', message: `There is no framework "${framework}". Known: ${known}.` };
}

async function refuseContent(
  deps: SubmitDeps,
  actor: Actor,
  { content }: TestDefinition,
): Promise<SubmitRefusal | null> {
  if (content.type !== 'archive') return null;
  if (content.hostFolder !== undefined && !actor.scopes.includes('host'))
    return {
      code: 'not-allowed',
      message: "`content.hostFolder` is accepted from the command line of the server's own host only.",
    };
  if (await deps.uploads.find(actor.teamId, content.uploadId)) return null;
  return {
    code: 'upload-not-found',
    message: `There is no upload ${content.uploadId} in your team, or it has expired. Upload the archive again.`,
  };
}

async function refuseSecrets(
  deps: SubmitDeps,
  actor: Actor,
  definition: TestDefinition,
): Promise<SubmitRefusal | null> {
  const wanted = secretNamesOf(definition);
  if (wanted.length === 0) return null;
  const known = new Set(await deps.secrets.namesOf(actor.teamId));
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return null;
  return {
    code: 'secret-missing',
    message: `Your team has no secret ${missing.map((name) => `"${name}"`).join(', ')}. Set it by \`gauntlet secret set\`.`,
  };
}

/** Every secret a definition refers to: for variables and for its content. */
export function secretNamesOf({ secrets, content }: TestDefinition): string[] {
  const forContent = content.type === 'git' && content.credentials ? [content.credentials.secret] : [];
  return [...new Set([...Object.values(secrets), ...forContent])];
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
  const most = groupsThatFit(nodes.map(emptied), request);
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
  const { actor, idempotencyKey } = command;
  const tooLarge = await refuseResources(deps, tx, definition);
  if (tooLarge) return refuse(tooLarge);
  const standings = await deps.quotas.lockStandings(tx, actor, deps.clock.now());
  const earlier = await findEarlier(deps, tx, command, definition);
  if (earlier) return earlier;
  const usedUp = refuseQuota(standings, definition, deps.clock.now());
  if (usedUp) return refuse(usedUp);
  const version = stored ?? (await deps.definitions.save(tx, actor, definition));
  const execution = newExecution(deps, command, version, definition, idempotencyKey);
  await deps.executions.insert(tx, execution);
  await walkToQueue(deps, tx, execution, actor);
  await deps.sendWake(tx, { topic: 'queue', executionId: execution.executionId });
  return ok(execution.executionId);
}

async function findEarlier(
  deps: SubmitDeps,
  tx: Tx,
  { actor, idempotencyKey }: SubmitCommand,
  definition: TestDefinition,
): Promise<Result<ExecutionId, SubmitRefusal> | null> {
  if (idempotencyKey === null) return null;
  const by = { teamId: actor.teamId, userId: actor.userId, key: idempotencyKey };
  const earlier = await deps.executions.findByIdempotencyKey(tx, by);
  if (!earlier) return null;
  if (sameDefinition(earlier.definition, definition)) return ok(earlier.executionId);
  return refuse({
    code: 'idempotency-key-reused',
    message: `The Idempotency-Key "${idempotencyKey}" came with another request before. Use a new one.`,
  });
}

const sameDefinition = (a: TestDefinition, b: TestDefinition) => canonical(a) === canonical(b);

/** JSON with sorted keys: the database does not keep their order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function newExecution(
  { clock, ids }: SubmitDeps,
  { actor, rerunOf }: SubmitCommand,
  version: StoredDefinition,
  definition: TestDefinition,
  idempotencyKey: string | null,
): NewExecution {
  const now = clock.now();
  return {
    executionId: ids.next<ExecutionId>(),
    definitionId: version.definitionId,
    definitionVersion: version.version,
    definition,
    teamId: actor.teamId,
    submittedBy: actor.userId,
    priority: definition.priority,
    parallelism: definition.parallelism,
    cpuRequestMillis: cpuMillis(definition.resources.cpu),
    memoryRequestBytes: memoryBytes(definition.resources.memory),
    submittedAt: now,
    queueDeadlineAt: secondsAfter(now, definition.timeouts.queueSeconds),
    rerunOf: rerunOf?.executionId ?? null,
    rerunOnly: rerunOf?.only ?? 'all',
    idempotencyKey,
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

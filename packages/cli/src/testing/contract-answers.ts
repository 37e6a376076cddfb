/** What the contract server knows, in the shapes of the contract. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type {
  DefinitionView,
  ExecutionEvent,
  ExecutionView,
  ProblemCode,
  TestDefinition,
} from '@gauntlet/contract';
import { applyEvent, startOfProgress } from '../follow/progress.ts';
import type { CauseState } from './contract-causes.ts';
import type { PeopleState } from './contract-people.ts';
import type { Scheduled } from './contract-schedules.ts';
import type { ContractTests } from './contract-tests.ts';
import type { StoredView } from './contract-views.ts';

export type Recorded = { executionId: string; number: number; at: string; event: ExecutionEvent };
export type PlayedExecution = {
  id: string;
  definition: TestDefinition;
  events: Recorded[];
  listeners: Set<(event: Recorded) => void>;
  cancelled: boolean;
  submittedAt: string;
  done: Promise<void>;
};
export type Refusal = {
  code: ProblemCode;
  detail: string;
  retryAfterSeconds?: number;
  faults?: { path: string; message: string }[];
};

/** What a contract server has been told so far. */
export type ContractState = {
  token: string;
  executions: PlayedExecution[];
  uploads: { uploadId: string; content: Buffer }[];
  requests: { method: string; path: string; headers: IncomingMessage['headers'] }[];
  secrets: Map<string, string>;
  definitions: Map<string, Omit<DefinitionView, 'body'>>;
  /** By the path they were set at. */
  quotas: Map<string, number>;
  tests: ContractTests;
  people: PeopleState;
  failures: CauseState;
  schedules: Scheduled[];
  views: StoredView[];
  /** Queries of the list of executions. */
  listed: URLSearchParams[];
  refusals: { method: string; pathPart: string; refusal: Refusal }[];
  submit: (definition: TestDefinition) => PlayedExecution;
};

export const fixedId = (number: number) => `0198b2c4-7a00-7000-8000-00000000000${number}`;
export const MOMENT = '2026-01-02T03:04:05.000Z';
export const REPORT = '<!doctype html><title>report</title>';
const LOG_TEXT = 'first line\n\u001b[31mred\u001b[0m and \u001b]0;owned\u0007title\nunfinished';

export function newId(): string {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `7${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `${parts.join('-')}-${hex.slice(20, 32)}`;
}

function progressOf(execution: PlayedExecution) {
  return execution.events.reduce(
    (progress, { event, number, at }) => applyEvent(progress, { event, number, at: Date.parse(at) }),
    startOfProgress(),
  );
}

type Progress = ReturnType<typeof progressOf>;

const groupsOf = (progress: Progress, startedAt: string) =>
  [...progress.groups.values()].map((group) => ({
    groupId: fixedId(2),
    index: group.index,
    attempt: 0,
    status: group.state === 'finished' ? 'finished' : 'running',
    lead: group.index === 0,
    podName: null,
    nodeName: 'here',
    phase: group.phase,
    unitsReported: group.unitsDone,
    counts: null,
    startedAt,
    finishedAt: null,
    lastHeartbeatAt: null,
    ...{ lostReason: null, lostBy: null, waiting: null },
  }));

const outcomeOf = ({ verdict, plan, counts, unitsDone, status }: Progress) => ({
  framework: plan?.framework ?? null,
  status,
  verdict: verdict?.verdict ?? null,
  failureReason: verdict?.reason ?? null,
  failureMessage: verdict?.message ?? null,
  durationMs: verdict?.durationMs ?? null,
  counts: verdict?.counts ?? counts,
  quarantined: verdict === null ? null : (verdict.quarantined ?? { total: 0, failed: 0 }),
  units: { total: plan?.units ?? 0, reported: unitsDone },
  setup: plan?.setup ?? null,
  countVerified: plan?.countVerified ?? null,
});

/** The execution as its events make it. */
export function viewOf(execution: PlayedExecution): ExecutionView {
  const progress = progressOf(execution);
  const self = `/api/v1/executions/${execution.id}`;
  const { name, type, priority, parallelism, tags } = execution.definition;
  const view = {
    ...{ executionId: execution.id, definitionId: fixedId(1), definitionVersion: 1, projectId: null },
    ...{ name, type, priority, parallelism, tags, attempt: 0, submittedBy: 'admin' },
    ...outcomeOf(progress),
    ...{ submittedAt: execution.submittedAt, startedAt: execution.submittedAt },
    completedAt: progress.verdict === null ? null : (execution.events.at(-1)?.at ?? null),
    ...{ queuePosition: null, exitCode: null, retryAt: null, commit: null, remainingMs: null },
    contentKey: null,
    environment: { environmentId: fixedId(9), name: 'local' },
    waitingFor: null,
    ...{ placement: null, rerunOf: null, groups: groupsOf(progress, execution.submittedAt) },
    reports: { html: progress.report === 'stored' ? `/api/v1/artifacts/${fixedId(3)}` : null, junit: null },
    lastEvent: execution.events.length,
    links: {
      self,
      events: `${self}/events`,
      results: `${self}/results`,
      artifacts: `${self}/artifacts`,
      page: `/executions/${execution.id}`,
    },
  };
  return view as unknown as ExecutionView;
}

export function resultsOf(execution: PlayedExecution) {
  const finished = execution.events.flatMap(({ event }) =>
    event.type === 'unit-finished' ? [event.data] : [],
  );
  return finished.flatMap((unit, file) =>
    unit.failures.map((failure, index) => ({
      resultId: `0198b2c4-7a00-7000-8000-0000000${String(file).padStart(2, '0')}${String(index).padStart(3, '0')}`,
      testCaseId: fixedId(9),
      unitId: unit.unitId,
      name: failure.name,
      suite: failure.suite,
      file: failure.file ?? null,
      line: failure.line ?? null,
      project: null,
      status: failure.status,
      flaky: false,
      quarantined: false,
      attempt: 0,
      durationMs: 12,
      message: failure.message ?? null,
      executedAt: execution.submittedAt,
    })),
  );
}

export const artifactOf = (execution: PlayedExecution, name: string, number: number) => ({
  artifactId: fixedId(number),
  executionId: execution.id,
  type: 'html-report',
  name,
  sizeBytes: REPORT.length,
  contentType: 'text/html',
  checksum: `sha256:${createHash('sha256').update(REPORT).digest('hex')}`,
  state: 'stored',
  groupIndex: null,
  resultId: null,
  attempt: 0,
  createdAt: execution.submittedAt,
  expiresAt: null,
  link: `/api/v1/artifacts/${fixedId(number)}`,
});

const logChunk = (execution: PlayedExecution, offset: number, text: string) => ({
  groupIndex: 0,
  attempt: 0,
  stream: 'output',
  offset,
  text,
  at: execution.submittedAt,
});

/** Cut in the middle of a line, as chunks are. */
export const logChunksOf = (execution: PlayedExecution) => ({
  chunks: [logChunk(execution, 0, LOG_TEXT.slice(0, 15)), logChunk(execution, 15, LOG_TEXT.slice(15))],
  cursor: 'end',
  complete: true,
});

export const nodeTestFramework = {
  name: 'node:test',
  version: '24',
  supportedLanguages: ['javascript'],
  configuration: {
    title: 'node:test',
    detect: [{ script: 'node .*--test', certainty: 80 }],
    unitKind: 'file',
    list: { by: 'glob', include: ['**/*.test.js'], exclude: [] },
    run: { command: ['{node}', '--test'], environment: {}, batch: true },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    artifacts: [],
    setup: 'node',
  },
};

export const tokenView = {
  tokenId: fixedId(7),
  name: 'ci',
  prefix: 'gtl_abc',
  scopes: ['read'],
  createdAt: MOMENT,
  expiresAt: null,
  lastUsedAt: null,
};

export const me = {
  userId: fixedId(5),
  username: 'admin',
  teamId: fixedId(6),
  teamName: 'default',
  roles: ['admin'],
  scopes: ['read', 'submit'],
  project: null,
  signedIn: { via: 'token', tokenId: fixedId(7), tokenName: 'ci', sessionId: null },
};

const quota = (resource: string, unit: string, limit: number | null, used: number) => ({
  ...{ resource, unit, period: 'none', limit, of: limit === null ? 'default' : 'team', used },
  freesAt: used > 0 ? MOMENT : null,
  levels: { user: null, team: limit, default: null },
});

export const quotasOf = (query: URLSearchParams) => ({
  team: { teamId: me.teamId, name: query.get('teamId') ?? me.teamName },
  user: query.has('teamId') ? null : { userId: me.userId, username: query.get('userId') ?? me.username },
  items: [
    quota('concurrent_executions', 'executions', 4, 2),
    { ...quota('executions', 'executions', 10, 10), period: 'day' },
    quota('memory_mib', 'MiB', null, 512.5),
  ],
});

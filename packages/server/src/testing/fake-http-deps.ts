/**
 * What the HTTP server is given, without a database: answers that a test may replace one by one. Whatever
 * a test does not replace throws, so that no route is thought to work because nothing happened.
 */
import { createHash } from 'node:crypto';
import type {
  ExecutionId,
  GroupId,
  ProjectId,
  Scope,
  SessionId,
  TeamId,
  TokenId,
  UserId,
} from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { Group } from '../executions/index.ts';
import type { HttpDeps } from '../http/deps.ts';
import type { Actor, SessionTokens } from '../identity/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { createIds } from '../kernel/ids.ts';
import type { Wake, WakeTopic } from '../kernel/wake.ts';

export const EXECUTION = '01900000-0000-7000-8000-00000000e001' as ExecutionId;
export const TEAM = '01900000-0000-7000-8000-00000000a001' as TeamId;
/** The one project that is known; whoever asks may enter it. */
export const PROJECT = '01900000-0000-7000-8000-00000000ab01' as ProjectId;
const USER = '01900000-0000-7000-8000-00000000b001' as UserId;
export const AGENT_TOKEN = `gag_${'a'.repeat(43)}`;

/** Tokens that are known: one for each scope, and `gnt_all` of who runs tests. */
export const TOKENS: Readonly<Record<string, readonly Scope[]>> = {
  gnt_read: ['read'],
  gnt_submit: ['submit'],
  gnt_secrets: ['secrets'],
  gnt_account: ['account'],
  gnt_team: ['team'],
  gnt_audit: ['audit'],
  gnt_admin: ['admin'],
  gnt_all: ['read', 'submit'],
};

/** Of somebody who runs tests and has signed in; `grt_good` refreshes their session. */
export const ACCESS_TOKEN = 'eyJgood';
export const REFRESH_TOKEN = 'grt_good';
const SESSION = '01900000-0000-7000-8000-00000000f001' as SessionId;
export const SESSION_TOKENS: SessionTokens = {
  sessionId: SESSION,
  accessToken: ACCESS_TOKEN,
  accessSeconds: 600,
  refreshToken: REFRESH_TOKEN,
  refreshSeconds: 86_400,
};

const signedIn = (): Actor => ({
  ...actorWith(['read', 'submit', 'account']),
  via: 'session',
  sessionId: SESSION,
  tokenId: null,
  tokenName: null,
});

const actorWith = (scopes: readonly Scope[]): Actor => ({
  userId: USER,
  username: 'ada',
  teamId: TEAM,
  teamName: 'engines',
  roles: ['admin'],
  scopes,
  projectId: null,
  projectName: null,
  granted: scopes,
  via: 'token',
  tokenName: 'test',
  sessionId: null,
  address: null,
  requestId: null,
  tokenId: `01900000-0000-7000-8000-00000000c00${scopes.length}` as TokenId,
});

export const GROUP: Group = {
  groupId: '01900000-0000-7000-8000-00000000d001' as GroupId,
  executionId: EXECUTION,
  attempt: 0,
  index: 0,
  lead: true,
  status: 'running',
  environmentId: null,
  jobName: null,
  waiting: null,
  lostBy: null,
  nodeName: 'here',
  podName: 'pod',
  host: 'here',
  pid: 1,
  processStartedAt: null,
  nextSequence: 1,
  nextClaim: 1,
  lastHeartbeatAt: null,
  launchClaimedAt: null,
};

export type FakeWakes = HttpDeps['wakes'] & { tell(wake: Wake): void; listeners(topic: WakeTopic): number };

export function createFakeWakes(): FakeWakes {
  const listeners = new Set<{ topic: WakeTopic; heard: (wake: Wake) => void }>();
  return {
    on: (topic, heard) => {
      const listener = { topic, heard };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (wake) => {
      for (const { topic, heard } of [...listeners]) if (topic === wake.topic) heard(wake);
    },
    listeners: (topic) => [...listeners].filter((each) => each.topic === topic).length,
  };
}

export type LoggedLine = { level: string; fields: object; message: string };

/** Replaces whole parts (`readers`, `agents`, ...) by what a test needs of them. */
export function fakeHttpDeps(
  parts: { [Part in keyof HttpDeps]?: Partial<HttpDeps[Part]> } = {},
  lines: LoggedLine[] = [],
): HttpDeps {
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const agentHash = createHash('sha256').update(AGENT_TOKEN).digest('hex');
  return {
    clock: systemClock,
    ids: createIds(systemClock),
    version: '0.0.0-test',
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    wakes: createFakeWakes(),
    settings: {},
    observeRequest: () => undefined,
    renderMetrics: async () => 'up 1\n',
    checkReadiness: async () => ({ ok: true, checks: {} }),
    readSystem: async () => {
      throw new Error('the test gave no readSystem');
    },
    ...parts,
    identity: strict('identity', {
      authenticate: async (token: string) => {
        if (token === ACCESS_TOKEN) return signedIn();
        return TOKENS[token] ? actorWith(TOKENS[token]) : null;
      },
      authenticateAgain: async (actor: Actor) => actor,
      refreshSession: async (token: string) =>
        token === REFRESH_TOKEN ? ok(SESSION_TOKENS) : refuse({ code: 'not-signed-in', message: 'Over.' }),
      touchToken: async () => undefined,
      enterProject: async (home: Actor, projectId: ProjectId) =>
        projectId === PROJECT
          ? { actor: { ...home, projectId, projectName: 'ours' }, state: 'open' as const }
          : null,
      ...parts.identity,
    }),
    provider: parts.provider ? strict('provider', { name: 'the provider', ...parts.provider }) : null,
    devices: strict('devices', { ...parts.devices }),
    people: strict('people', { ...parts.people }),
    agents: strict('agents', {
      findGroup: async (hash: Uint8Array) => (Buffer.from(hash).toString('hex') === agentHash ? GROUP : null),
      ...parts.agents,
    }),
    executions: strict('executions', { ...parts.executions }),
    history: strict('history', { ...parts.history }),
    secrets: strict('secrets', { ...parts.secrets }),
    definitions: strict('definitions', { ...parts.definitions }),
    projects: strict('projects', { ...parts.projects }),
    quotas: strict('quotas', { ...parts.quotas }),
    notifications: strict('notifications', { ...parts.notifications }),
    clusters: strict('clusters', { ...parts.clusters }),
    environments: strict('environments', { ...parts.environments }),
    audit: strict('audit', { ...parts.audit }),
    frameworks: strict('frameworks', { ...parts.frameworks }),
    causes: strict('causes', { ...parts.causes }),
    schedules: strict('schedules', { ...parts.schedules }),
    views: strict('views', { ...parts.views }),
    readers: strict('readers', { ...parts.readers }),
    logs: strict('logs', { ...parts.logs }),
    events: strict('events', { ...parts.events }),
    artifacts: strict('artifacts', { ...parts.artifacts }),
    signDownload: parts.signDownload ?? null,
  } as HttpDeps;
}

const strict = <Part extends object>(name: string, part: Part): Part =>
  new Proxy(part, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol') return Reflect.get(target, key);
      throw new Error(`the test gave no ${name}.${String(key)}`);
    },
  });

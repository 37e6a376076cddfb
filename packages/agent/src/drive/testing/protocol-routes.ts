/** What each route of the agent protocol does to the state. */
import { createHash } from 'node:crypto';
import {
  type AgentEvent,
  ArtifactUploadQuery,
  ArtifactUploadRequest,
  type ClaimAnswer,
  ClaimRequest,
  HelloRequest,
  LogStream,
  type LogsAnswer,
  type PlanAnswer,
  type ReportsAnswer,
  ReportsRequest,
  type UnitId,
} from '@gauntlet/contract';
import {
  addUnits,
  assignmentOf,
  type ProtocolGroup,
  ProtocolRefusal,
  type ProtocolState,
  type ProtocolUnit,
} from './protocol-state.ts';

type Request = { method: string; url: URL; body: Buffer };

export const answerCall = (state: ProtocolState, group: ProtocolGroup, request: Request): object | Buffer => {
  if (group.status === 'ended') throw new ProtocolRefusal('group-ended', 'this group has ended');
  const route = `${request.method} ${request.url.pathname}`;
  switch (route) {
    case 'POST /agent/v1/hello':
      parse(HelloRequest, request);
      group.hellos++;
      return assignmentOf(state, group);
    case 'POST /agent/v1/plan':
      return askForPlan(state, group);
    case 'POST /agent/v1/claim':
      return claim(state, group, parse(ClaimRequest, request).claimNumber);
    case 'POST /agent/v1/reports':
      return recordReports(state, group, parse(ReportsRequest, request));
    case 'POST /agent/v1/logs':
      return appendLog(group, request);
    case 'POST /agent/v1/heartbeat':
      group.heartbeats++;
      return { order: state.order };
    case 'POST /agent/v1/artifacts/uploads':
      parse(ArtifactUploadRequest, request);
      return { to: 'server' };
    case 'PUT /agent/v1/artifacts':
      return storeArtifact(state, group, request);
    case 'GET /agent/v1/content':
      if (!state.archive) throw new ProtocolRefusal('not-found', 'there is no archive');
      return state.archive;
  }
  throw new ProtocolRefusal('not-found', `no route ${route}`);
};

const parse = <Value>(
  schema: { safeParse: (value: unknown) => { success: boolean; data?: Value; error?: Error } },
  { body }: Request,
): Value => {
  const parsed = schema.safeParse(JSON.parse(body.toString() || '{}'));
  if (!parsed.success) throw new ProtocolRefusal('invalid-request', parsed.error?.message ?? 'invalid');
  return parsed.data as Value;
};

const askForPlan = (state: ProtocolState, group: ProtocolGroup): PlanAnswer => {
  if (state.order === 'stop') return { order: 'stop' };
  const [plan] = state.plans;
  if (plan) return { order: 'go-on', ...(plan.commit ? { contentCommit: plan.commit } : {}) };
  return { order: group.lead ? 'tell' : 'wait' };
};

const claim = (state: ProtocolState, group: ProtocolGroup, claimNumber: number): ClaimAnswer => {
  if (state.order === 'stop') return { order: 'stop', units: [] };
  if (claimNumber > group.nextClaim)
    throw new ProtocolRefusal('sequence-gap', `the next claim is ${group.nextClaim}`);
  const units =
    claimNumber < group.nextClaim
      ? [...state.units.values()].filter((unit) => holds(group, unit) && unit.claimNumber === claimNumber)
      : claimNext(state, group, claimNumber);
  return { order: units.length > 0 ? 'run' : 'finish', units };
};

const holds = (group: ProtocolGroup, unit: ProtocolUnit | undefined): unit is ProtocolUnit =>
  unit?.status === 'claimed' && unit.group === group.groupId;

const claimNext = (state: ProtocolState, group: ProtocolGroup, claimNumber: number): ProtocolUnit[] => {
  const pending = [...state.units.values()]
    .filter(({ status }) => status === 'pending')
    .slice(0, state.claimSize);
  for (const unit of pending) Object.assign(unit, { status: 'claimed', group: group.groupId, claimNumber });
  if (pending.length > 0) group.nextClaim = claimNumber + 1;
  return pending;
};

const recordReports = (
  state: ProtocolState,
  group: ProtocolGroup,
  request: ReportsRequest,
): ReportsAnswer => {
  const accepted = request.sequence === group.nextSequence;
  if (accepted) {
    group.nextSequence++;
    for (const event of request.events) record(state, group, event);
  }
  return { accepted, nextSequence: group.nextSequence, order: state.order };
};

const record = (state: ProtocolState, group: ProtocolGroup, event: AgentEvent): void => {
  group.events.push(event);
  if (event.type === 'plan') {
    state.plans.push(event);
    if (state.units.size === 0) addUnits(state, event.units);
  } else if (event.type === 'preparation-failed') state.failures.push(event);
  else if (event.type === 'finish') finish(state, group, event.manifest);
  else if (event.type !== 'phase') recordOfUnit(state, group, event);
};

type OfUnit = Extract<AgentEvent, { unitId: UnitId }>;

const recordOfUnit = (state: ProtocolState, group: ProtocolGroup, event: OfUnit): void => {
  const unit = state.units.get(event.unitId);
  if (!holds(group, unit)) return;
  switch (event.type) {
    case 'unit-started':
      unit.starts++;
      unit.results = [];
      return;
    case 'results':
      unit.results.push(...event.results);
      return;
    case 'unit-finished':
      unit.ends.push(event);
      unit.status = 'reported';
      return;
    case 'unit-returned':
      giveBack(state, unit);
  }
};

/** Whoever orders a stop keeps what was reported by then. */
const giveBack = ({ order }: ProtocolState, unit: ProtocolUnit): void => {
  const results = order === 'stop' ? unit.results : [];
  Object.assign(unit, { status: 'pending', group: null, results, returns: unit.returns + 1 });
};

const finish = (state: ProtocolState, group: ProtocolGroup, manifest: ProtocolGroup['manifest']): void => {
  for (const unit of state.units.values()) if (holds(group, unit)) giveBack(state, unit);
  group.manifest = manifest;
  group.status = 'ended';
};

const appendLog = (group: ProtocolGroup, { url, body }: Request): LogsAnswer => {
  const stream = LogStream.parse(url.searchParams.get('stream'));
  const accepted = Number(url.searchParams.get('offset')) === group.logs[stream].length;
  if (accepted) group.logs[stream] = Buffer.concat([group.logs[stream], body]);
  return { accepted, nextOffset: group.logs[stream].length };
};

const storeArtifact = (state: ProtocolState, group: ProtocolGroup, { url, body }: Request): object => {
  const query = ArtifactUploadQuery.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new ProtocolRefusal('invalid-request', query.error.message);
  const { name, type, checksum, contentType = null, resultKey = null } = query.data;
  const stored = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (stored !== checksum) throw new ProtocolRefusal('checksum-differs', `it is ${stored}`);
  const isKnown = [...state.units.values()].some(({ results }) =>
    results.some(({ key }) => key === resultKey),
  );
  if (resultKey !== null && !isKnown)
    throw new ProtocolRefusal('not-found', `there is no result ${resultKey}`);
  state.artifacts.push({
    groupId: group.groupId,
    name,
    type,
    checksum,
    contentType,
    resultKey,
    content: body,
  });
  return { artifactId: group.groupId };
};

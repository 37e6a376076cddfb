/** What a server holds of one execution and its groups. */
import {
  type AgentEvent,
  Assignment,
  type ClaimedUnit,
  type ExecutionId,
  type GroupId,
  type PlannedUnit,
  PROBLEM_STATUS,
  type ProblemCode,
  type ReportedResult,
  type TestDefinitionInput,
  type UnitId,
} from '@gauntlet/contract';

export class ProtocolRefusal extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
    this.status = PROBLEM_STATUS[code];
  }
}

type Event<Type extends AgentEvent['type']> = Extract<AgentEvent, { type: Type }>;
type UnitEnd = Event<'unit-finished'>;

export type ProtocolUnit = ClaimedUnit & {
  status: 'pending' | 'claimed' | 'reported';
  group: GroupId | null;
  claimNumber: number;
  starts: number;
  ends: UnitEnd[];
  returns: number;
  results: ReportedResult[];
};

export type ProtocolGroup = {
  groupId: GroupId;
  token: string;
  lead: boolean;
  status: 'alive' | 'ended';
  hellos: number;
  heartbeats: number;
  nextSequence: number;
  nextClaim: number;
  events: AgentEvent[];
  logs: Record<'setup' | 'output', Buffer>;
  manifest: Event<'finish'>['manifest'] | null;
};

type ProtocolArtifact = {
  groupId: GroupId;
  name: string;
  type: string;
  checksum: string;
  contentType: string | null;
  resultKey: string | null;
  content: Buffer;
};

export type ProtocolState = {
  executionId: ExecutionId;
  groups: Map<string, ProtocolGroup>;
  units: Map<UnitId, ProtocolUnit>;
  plans: Event<'plan'>[];
  failures: Event<'preparation-failed'>[];
  artifacts: ProtocolArtifact[];
  archive: Buffer | null;
  order: 'go-on' | 'stop';
  /** Units a claim is given at most. */
  claimSize: number;
  assignment: Omit<Assignment, 'executionId' | 'groupId' | 'groupIndex' | 'lead' | 'nextSequence'>;
};

export type AssignmentInput = {
  definition: TestDefinitionInput;
  frameworks: Assignment['frameworks'];
} & Partial<Omit<Assignment, 'definition' | 'frameworks'>>;

let ids = 0;
/** As UUIDv7 has it: later ones sort after earlier ones. */
const nextId = <Id extends string>(): Id =>
  `0190${(++ids).toString(16).padStart(4, '0')}-0000-7000-8000-000000000000` as Id;

export const createProtocolState = (input: AssignmentInput): ProtocolState => {
  const executionId = nextId<ExecutionId>();
  const assignment = Assignment.parse({
    ...{
      executionId,
      groupId: nextId(),
      groupIndex: 0,
      attempt: 0,
      lead: true,
      secrets: {},
      nextSequence: 1,
    },
    ...{ heartbeatSeconds: 1, graceSeconds: 2, orphanSeconds: 60 },
    ...input,
  });
  return {
    executionId,
    groups: new Map(),
    units: new Map(),
    plans: [],
    failures: [],
    artifacts: [],
    archive: null,
    order: 'go-on',
    claimSize: 2,
    assignment,
  };
};

export const addGroup = (state: ProtocolState, lead: boolean): ProtocolGroup => {
  const groupId = nextId<GroupId>();
  const group: ProtocolGroup = {
    ...{ groupId, token: `token-of-${groupId}`, lead, status: 'alive', hellos: 0, heartbeats: 0 },
    ...{ nextSequence: 1, nextClaim: 1, events: [], manifest: null },
    logs: { setup: Buffer.alloc(0), output: Buffer.alloc(0) },
  };
  state.groups.set(group.token, group);
  return group;
};

export const assignmentOf = (state: ProtocolState, group: ProtocolGroup): Assignment => ({
  ...state.assignment,
  executionId: state.executionId,
  groupId: group.groupId,
  groupIndex: [...state.groups.values()].indexOf(group),
  lead: group.lead,
  nextSequence: group.nextSequence,
});

export const addUnits = (state: ProtocolState, units: readonly PlannedUnit[]): void => {
  for (const unit of units) {
    const unitId = nextId<UnitId>();
    const rest = { claimNumber: 0, starts: 0, ends: [], returns: 0, results: [] };
    state.units.set(unitId, { ...unit, unitId, status: 'pending', group: null, ...rest });
  }
};

/**
 * One group as it is driven: what it was assigned, and the ways by which it speaks.
 *
 * Owns the work folder's layout and the joining of journal and outbox: whatever is reported is noted first.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent, AgentPhase, Assignment, LogStream as LogStreamName } from '@gauntlet/contract';
import type { AgentLog } from '../logs/agent-log.ts';
import { createLogBudget, type LogBudget } from '../logs/log-budget.ts';
import { type LogStream, openLogStream } from '../logs/log-stream.ts';
import { createMasker, type Masker } from '../masking/masker.ts';
import type { ServerClient } from '../server-client/server-client.ts';
import { type EventSpool, openEventSpool } from '../spool/event-spool.ts';
import { type Journal, openJournal } from '../spool/journal.ts';
import { createOutbox, type Outbox, type Urgency } from '../spool/outbox.ts';
import type { Environments, Premises } from './premises.ts';
import type { RunControl } from './run-control.ts';
import type { StartParameters } from './start-line.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

type GroupFolders = Record<'spool' | 'logs' | 'uploads' | 'work' | 'scratch' | 'artifacts', string>;

export type Group = {
  start: StartParameters;
  assignment: Assignment;
  control: RunControl;
  client: ServerClient;
  log: AgentLog;
  premises: Premises;
  folders: GroupFolders;
  environments: Environments;
  workspace: Workspace;
  masker: Masker;
  journal: Journal;
  outbox: Outbox;
  logs: Record<LogStreamName, LogStream>;
  report: (event: AgentEvent, urgency: Urgency, onAccepted?: () => void) => void;
  reportPhase: (phase: AgentPhase) => void;
  close: () => void;
};

export type GroupOptions = Pick<Group, 'start' | 'assignment' | 'control' | 'client' | 'log' | 'premises'>;

export type SpoolLost = { code: 'spool-lost'; message: string };

export const openGroup = async (options: GroupOptions): Promise<Group | SpoolLost> => {
  const { assignment, client, control, log, premises, start } = options;
  const folders = foldersOf(start);
  await makeFolders(start);
  const journal = openJournal(folders.spool);
  const onDiskFull = () => control.askStop('disk-full');
  const spool = openEventSpool({ folder: folders.spool, onRecovered: journal.note, onDiskFull });
  if (assignment.nextSequence > spool.lastSequence() + 1) return explainLoss(assignment, spool);

  const outbox = openOutbox(options, spool);
  const report: Group['report'] = (event, urgency, onAccepted) => {
    journal.note(event);
    outbox.append(event, urgency, onAccepted);
  };
  const reportPhase: Group['reportPhase'] = (phase) => report({ type: 'phase', phase }, 'soon');
  const masker = createMasker(secretsOf(options));
  const budget = createLogBudget();
  return {
    ...{ start, assignment, control, client, log, premises, folders, masker, journal, outbox, report },
    environments: premises.environmentsOf(assignment),
    workspace: createWorkspace(start, folders.work, () => reportPhase('copying')),
    logs: {
      setup: openLog(options, 'setup', folders, masker, budget),
      output: openLog(options, 'output', folders, masker, budget),
    },
    reportPhase,
    close: () => {
      journal.close();
      spool.close();
    },
  };
};

const foldersOf = ({ workFolder, stateFolder = workFolder }: StartParameters): GroupFolders => ({
  spool: join(stateFolder, 'spool'),
  logs: join(stateFolder, 'logs'),
  uploads: join(stateFolder, 'uploads'),
  work: join(workFolder, 'work'),
  scratch: join(workFolder, 'scratch'),
  artifacts: join(workFolder, 'artifacts'),
});

/** But for `work`, which is made by whoever copies the prepared folder. Making them again changes nothing. */
export const makeFolders = async (start: StartParameters): Promise<void> => {
  const { work: _work, ...folders } = foldersOf(start);
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
};

/** Without its spool an agent cannot know what it has run: its units must go to another. */
const explainLoss = ({ nextSequence }: Assignment, spool: EventSpool): SpoolLost => ({
  code: 'spool-lost',
  message: `The server has reports up to ${nextSequence - 1}, the work folder only up to ${spool.lastSequence()}: it cannot be resumed.`,
});

const openOutbox = ({ client, control, log, assignment }: GroupOptions, spool: EventSpool): Outbox =>
  createOutbox({
    spool,
    nextSequence: assignment.nextSequence,
    send: client.report,
    onOrder: (order) => {
      if (order === 'stop') control.askStop('ordered');
    },
    onBroken: (failure) => {
      if (failure.code === 'group-over' || failure.code === 'aborted') return;
      log.error('reports cannot be delivered', { code: failure.code, why: failure.message });
      control.askStop('undeliverable');
    },
  });

/**
 * The agent's own token only where it lies in a file: elsewhere no test ever sees it, and without a secret masking
 * costs nothing.
 */
const secretsOf = ({ assignment, premises, start }: GroupOptions): string[] => [
  ...(premises.kind === 'pod' ? [start.token] : []),
  ...Object.values(assignment.secrets),
  ...(assignment.contentSecret === undefined ? [] : [assignment.contentSecret]),
];

const openLog = (
  { client, control, log }: GroupOptions,
  stream: LogStreamName,
  folders: GroupFolders,
  masker: Masker,
  budget: LogBudget,
): LogStream =>
  openLogStream({
    stream,
    path: join(folders.logs, `${stream}.log`),
    mask: masker.openStream(),
    budget,
    send: client.sendLog,
    onDiskFull: () => control.askStop('disk-full'),
    onUndeliverable: ({ code, message }) => {
      if (code !== 'group-over' && code !== 'aborted')
        log.warn('a log cannot be delivered', { stream, why: message });
    },
  });

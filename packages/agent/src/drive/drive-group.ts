/**
 * The whole life of an agent that has work: hello, prepare, run, finish.
 *
 * Invariants: whatever happens, the server is told or the exit code is not 0; when this settles, no process
 * of the group is alive.
 */
import { hostname } from 'node:os';
import { endTree } from '@gauntlet/host/process-tree';
import type { AgentLog } from '../logs/agent-log.ts';
import { watchGroup } from '../metrics/watch-group.ts';
import { type CallFailure, createCallServer } from '../server-client/call-server.ts';
import { closeConnections } from '../server-client/send-request.ts';
import { createServerAddress } from '../server-client/server-address.ts';
import { createServerClient, type ServerClient } from '../server-client/server-client.ts';
import { explainFullDisk, isDiskFull } from '../spool/disk-full.ts';
import { AGENT_VERSION } from './agent-version.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Group, makeFolders, openGroup } from './group.ts';
import { keepContact, watchForOrphanhood } from './keep-contact.ts';
import type { Premises } from './premises.ts';
import { createRunControl, type RunControl } from './run-control.ts';
import { type GroupDelivery, runGroup } from './run-group.ts';
import { sayGoodbye } from './say-goodbye.ts';
import type { StartParameters } from './start-line.ts';
import { takeOverTree } from './tree-file.ts';
import { watchTermination } from './watch-termination.ts';

export type GroupEnd = {
  exitCode: ExitCode;
  /** Whether every unit that this group ran was seen to pass; the execution's verdict is the server's. */
  tests: 'passed' | 'not-passed' | 'given-up';
};

/** Until the assignment says how long. */
const FIRST_ORPHAN_SECONDS = 300;

type Driving = {
  start: StartParameters;
  log: AgentLog;
  control: RunControl;
  client: ServerClient;
  mark: string;
  premises: Premises;
};

export type DriveOptions = Pick<Driving, 'start' | 'log' | 'mark'> & {
  premises: (control: RunControl) => Promise<Premises>;
};

/** `mark` is what every process of the group carries in its environment. */
export const driveGroup = async ({ start, log, mark, premises }: DriveOptions): Promise<GroupEnd> => {
  const control = createRunControl();
  const client = connect(start, log, control);
  const driving = { start, log, control, client, mark, premises: await premises(control) };
  const exit = (code: number) => process.exit(code);
  const termination = watchTermination({ control, mark, log, exit });
  try {
    return await drive(driving, termination.setGrace);
  } finally {
    termination.end();
    await endTree({ mark }, 0);
    closeConnections();
  }
};

const connect = (
  { url, urlFile, token }: StartParameters,
  log: AgentLog,
  control: RunControl,
): ServerClient =>
  createServerClient(
    createCallServer({
      address: createServerAddress(url, urlFile),
      token,
      signal: control.end,
      onTrouble: (why) => log.warn('the server does not answer', { why }),
      onGroupOver: (why) => {
        log.info('the group is over', { why });
        control.askEnd('group-over');
      },
    }),
  );

const drive = async (driving: Driving, setGrace: (graceSeconds: number) => void): Promise<GroupEnd> => {
  const { client, control, log } = driving;
  const { stateFolder, workFolder } = driving.start;
  const orphan = watchForOrphanhood(client, control, FIRST_ORPHAN_SECONDS);
  const hello = { agentVersion: AGENT_VERSION, pid: process.pid, host: hostname() };
  // While the server answers, what an earlier agent of this folder may have left is ended, and the folders
  // are made; why they cannot be is told when the group is opened.
  const takingOver = takeOverTree(stateFolder ?? workFolder, driving.mark);
  const [greeted] = await Promise.all([
    client.hello(hello),
    takingOver.catch(() => undefined),
    makeFolders(driving.start).catch(() => undefined),
  ]);
  orphan.end();
  if (!greeted.ok) return refusedHello(driving, greeted.error);
  const assignment = greeted.value;
  const { heartbeatSeconds, orphanSeconds, executionId, groupId } = assignment;
  log.info('working', { executionId, groupId, attempt: assignment.attempt, lead: assignment.lead });
  setGrace(assignment.graceSeconds);
  const contact = keepContact({ client, control, heartbeatSeconds, orphanSeconds });
  const watch = await watchGroup(assignment, process.env, log);
  try {
    const watched = { ...driving, client: watch.watchClient(client) };
    const group = await openOrExplain(watched, assignment, takingOver);
    if (group === null) return { exitCode: EXIT.failed, tests: 'given-up' };
    const exitCode = exitCodeOf(control, await runGroup(watch.watchReports(group)));
    return { exitCode, tests: group.journal.milestones().tests };
  } finally {
    await watch.end();
    contact.end();
  }
};

const refusedHello = async ({ client, control, log }: Driving, failure: CallFailure): Promise<GroupEnd> => {
  if (failure.code === 'refused' && failure.problem === 'secret-missing')
    await sayGoodbye(client, 1, { reason: 'secret-missing', message: failure.message });
  log.error('no assignment', { code: failure.code, why: failure.message });
  return { exitCode: exitCodeOf(control, 'failed'), tests: 'given-up' };
};

const openOrExplain = async (
  driving: Driving,
  assignment: Group['assignment'],
  takingOver: Promise<void>,
): Promise<Group | null> => {
  const { client, log } = driving;
  try {
    await takingOver;
    const group = await openGroup({ ...driving, assignment });
    if (!('code' in group)) return group;
    log.error('the group cannot be resumed', { why: group.message });
    await sayGoodbye(client, assignment.nextSequence, null);
  } catch (cause) {
    const { workFolder } = driving.start;
    const full = isDiskFull(cause);
    const message = full
      ? explainFullDisk(workFolder)
      : `The work folder cannot be used: ${(cause as Error).message}`;
    log.error('the work folder cannot be used', { why: message });
    const failure = { reason: full ? 'disk-full' : 'internal-error', message } as const;
    await sayGoodbye(client, assignment.nextSequence, assignment.lead ? failure : null);
  }
  return null;
};

const exitCodeOf = (control: RunControl, end: GroupDelivery): ExitCode => {
  if (control.endReason() === 'orphaned') return EXIT.orphaned;
  if (control.endReason() === 'group-over') return EXIT.groupOver;
  return { delivered: EXIT.done, left: EXIT.left, failed: EXIT.failed }[end];
};

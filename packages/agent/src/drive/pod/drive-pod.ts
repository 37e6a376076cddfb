/**
 * The agent as a sidecar: drives its group through the channel, tells the container of the tests how to end, and
 * waits until the pod ends it.
 *
 * Invariants: it ends by itself only where another start of it can do better; the container ends with 0 only
 * when the server has heard all there is, with what tests came to only then, and else as if killed from outside.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Channel, openChannel } from '../../channel/channel.ts';
import { OWN_REPORTERS } from '../../frameworks/prepare-launch.ts';
import type { AgentLog } from '../../logs/agent-log.ts';
import { driveGroup, type GroupEnd } from '../drive-group.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { RunControl } from '../run-control.ts';
import { type PodParameters, readPodEnvironment } from './pod-environment.ts';
import { premisesOfPod } from './premises-of-pod.ts';
import { writeAuthorities } from './write-authorities.ts';

/** What a container says that was told to end: nobody takes it for tests that failed. */
const ENDED_FROM_OUTSIDE = 143;

export const drivePod = async (
  environment: NodeJS.ProcessEnv,
  log: AgentLog,
  mark: string,
): Promise<ExitCode> => {
  const told = new AbortController();
  process.on('SIGTERM', () => told.abort());
  const pod = await readPodEnvironment(environment);
  const folders = await makeFolders(pod);
  const ofGit = await writeAuthorities(pod.stateFolder, environment);
  const channel = Promise.withResolvers<Channel>();
  const premises = async (control: RunControl) => {
    const opened = await openChannel({
      ...{ folder: pod.channelFolder, stateFolder: pod.stateFolder },
      ...{ stop: control.stop, containerEnded: told.signal },
      onTerminating: () => control.askStop('terminated'),
      onSpoiled: (why) => {
        log.error('the container of the tests is lost', { why });
        control.askStop('premises-lost');
      },
    });
    channel.resolve(opened);
    return premisesOfPod(opened, folders.reporters, mark, ofGit);
  };
  const { url, token, stateFolder } = pod;
  const start = { url, token, stateFolder, workFolder: folders.group, preparedFolder: folders.prepared };
  const end = await driveGroup({ start, log, mark, premises });
  log.info('the group is over for this agent', { groupId: pod.groupId, exitCode: end.exitCode });
  // Told to end, and nobody else was: then the next agent goes on. A container that is over needs no word.
  if (end.exitCode !== EXIT.left || !told.signal.aborted) await endContainer(await channel.promise, end, log);
  await aborted(told.signal);
  return EXIT.done;
};

const makeFolders = async ({ workFolder, stateFolder }: PodParameters) => {
  const [group, prepared] = [join(workFolder, 'group'), join(workFolder, 'prepared')];
  const [reporters, home] = [join(workFolder, 'reporters'), join(workFolder, 'home')];
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await mkdir(home, { recursive: true });
  // Of a life before this one tests may have changed them.
  await rm(reporters, { recursive: true, force: true });
  await cp(OWN_REPORTERS, reporters, { recursive: true });
  return { group, prepared, reporters };
};

const endContainer = async (channel: Channel, end: GroupEnd, log: AgentLog): Promise<void> => {
  try {
    await channel.end(codeOf(end));
  } catch (cause) {
    // Who watches the pod ends it, and the limits of the pod itself do.
    log.error('the container of the tests cannot be told to end', { why: (cause as Error).message });
  } finally {
    channel.close();
  }
};

const codeOf = ({ exitCode, tests }: GroupEnd): number => {
  if (exitCode === EXIT.done) return { passed: 0, 'not-passed': 1, 'given-up': ENDED_FROM_OUTSIDE }[tests];
  // The server has ended it, and knows what it came to.
  return exitCode === EXIT.groupOver ? 0 : ENDED_FROM_OUTSIDE;
};

/** A sidecar that ends before its pod is started again: so it waits. */
const aborted = async (signal: AbortSignal): Promise<void> => {
  const awake = setInterval(() => undefined, 60_000);
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(awake);
};

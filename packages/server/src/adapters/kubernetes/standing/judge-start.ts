/** A pod that has not begun: what it waits for, in a sentence, and whether waiting helps. */
import { newest, type Said } from './events.ts';
import { judgeImage } from './judge-image.ts';
import type { ContainerStatus, PodObject } from './objects.ts';
import { end, type Standing, waiting } from './standing.ts';

export function judgeStart(pod: PodObject, said: readonly Said[]): Standing {
  return judgePlace(pod, said) ?? judgeContainers(pod, said) ?? starting(pod, said);
}

const AUTOSCALER = /autoscaler|karpenter|provisioner/i;
const AUTOSCALER_REASONS = new Set([
  'TriggeredScaleUp',
  'NotTriggerScaleUp',
  'Nominated',
  'FailedScheduling',
  'NoCompatibleInstanceTypes',
]);

function judgePlace({ spec, status }: PodObject, said: readonly Said[]): Standing | null {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (spec?.nodeName || scheduled?.status === 'True') return null;
  const autoscaler = said.findLast(
    ({ component, reason }) => AUTOSCALER.test(component) && AUTOSCALER_REASONS.has(reason),
  );
  const scheduler = scheduled?.message || newest(said, 'FailedScheduling')?.message;
  if (!autoscaler && !scheduler && scheduled?.status !== 'False')
    return waiting('start', 'The pod waits for the scheduler.', noRoom('The scheduler never took it up.'));
  const words = autoscaler?.message || scheduler || 'no node fits';
  return waiting('nodes', `Waiting for nodes: ${words}`, noRoom(words));
}

const noRoom = (words: string) =>
  end('infrastructure', 'capacity', `There was no room in the cluster: ${words}`);

function judgeContainers({ status }: PodObject, said: readonly Said[]): Standing | null {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const standings = all
    .filter(({ state }) => !state?.running && !state?.terminated)
    .map((one) => judgeContainer(one, said));
  return (
    standings.find((standing) => standing?.phase === 'stuck') ??
    standings.find((standing) => standing !== null) ??
    null
  );
}

function judgeContainer({ name, state }: ContainerStatus, said: readonly Said[]): Standing | null {
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (reason === 'CreateContainerConfigError') return judgeConfiguration(name, message);
  if (reason === 'CrashLoopBackOff') return crashing(name, message);
  if (reason === 'CreateContainerError' || reason === 'RunContainerError') return notCreated(name, message);
  return judgeImage(name, state?.waiting, said);
}

/** The node may not have heard yet of what was made a moment ago; that it lacks is another matter. */
const STAYS = /not found|couldn't find key|run as root|runAsNonRoot|runAsUser|invalid|non-numeric/i;

function judgeConfiguration(container: string, message: string): Standing {
  const text = `The container ${container} cannot be made as it is configured: ${message}`;
  if (STAYS.test(message) && !/timed out/i.test(message))
    return { phase: 'stuck', end: end('user-error', 'configuration', text) };
  return waiting('start', text, end('infrastructure', 'not-started', text));
}

function crashing(container: string, message: string): Standing {
  const text = `The container ${container} crashes again and again: ${message}`;
  return waiting('start', text, end('infrastructure', 'agent-failed', text));
}

function notCreated(container: string, message: string): Standing {
  const text = `The node could not make the container ${container}: ${message}`;
  return waiting('start', text, end('infrastructure', 'not-started', text));
}

const MOUNTING = ['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox', 'NetworkNotReady'];

function starting({ spec }: PodObject, said: readonly Said[]): Standing {
  const trouble = newest(said, ...MOUNTING);
  const where = spec?.nodeName ? ` on ${spec.nodeName}` : '';
  const text = trouble ? `The pod does not start yet${where}: ${trouble.message}` : `The pod starts${where}.`;
  return waiting(
    'start',
    text,
    end('infrastructure', 'not-started', `The pod never started${where}. ${trouble?.message ?? ''}`.trim()),
  );
}

import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';
import type { ContainerState, EventObject, JobObject, PodObject } from './objects.ts';
import { beginSighting, observe, type Sighting } from './sighting.ts';
import { end } from './standing.ts';

const JOB = 'test-exec-1-group-0';
const POD = `${JOB}-x7k2p`;

type Parts = {
  pod?: PodObject['status'];
  main?: ContainerState;
  agent?: ContainerState;
  job?: Partial<JobObject>;
  said?: Partial<EventObject>[];
  node?: string;
};

function sight({ pod, main, agent, job, said = [], node }: Parts): Sighting {
  const labels = { 'batch.kubernetes.io/job-name': JOB };
  const owner = { kind: 'Job', name: JOB, uid: 'u' };
  const object: PodObject = {
    metadata: { name: POD, labels, ownerReferences: [owner] },
    spec: {
      ...(node ? { nodeName: node } : {}),
      initContainers: [{ name: 'agent', restartPolicy: 'Always' }],
    },
    status: {
      phase: 'Pending',
      ...pod,
      ...(agent ? { initContainerStatuses: [{ name: 'agent', state: agent }] } : {}),
      ...(main ? { containerStatuses: [{ name: 'tests', state: main }] } : {}),
    },
  };
  const events = said.map((event, index) => ({
    metadata: { name: `${POD}.${index}` },
    involvedObject: { kind: 'Pod', name: POD, fieldPath: 'spec.containers{tests}' },
    eventTime: new Date(1000 * index).toISOString(),
    ...event,
  }));
  return observe(beginSighting(JOB), {
    kind: 'listed',
    jobs: [{ metadata: { name: JOB }, ...job }],
    pods: pod || main || agent || node ? [object] : [],
    events,
  });
}

const unscheduled = {
  conditions: [
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' },
  ],
};

describe('a group that has not begun', () => {
  it('waits to be released as long as its Job is suspended', () => {
    expect(classify(sight({ job: { spec: { suspend: true } } }))).toMatchObject({
      phase: 'waiting',
      for: 'release',
    });
  });

  it.each([
    ['cluster-autoscaler', 'TriggeredScaleUp', 'pod triggered scale-up: [{spot-a 1->2 (max: 20)}]'],
    ['cluster-autoscaler', 'NotTriggerScaleUp', "pod didn't trigger scale-up: 1 max node group size reached"],
    ['karpenter', 'Nominated', 'Pod should schedule on: nodeclaim/default-8xk2l'],
  ])('waits for nodes with the words of %s: %s', (component, reason, message) => {
    const said = [
      {
        reason: 'FailedScheduling',
        message: '0/3 nodes are available',
        reportingComponent: 'default-scheduler',
      },
      { reason, message, reportingComponent: '', source: { component } },
      {
        reason: 'FailedScheduling',
        message: '0/3 nodes are available',
        reportingComponent: 'default-scheduler',
      },
    ];
    expect(classify(sight({ pod: unscheduled, said }))).toMatchObject({
      phase: 'waiting',
      for: 'nodes',
      message: `Waiting for nodes: ${message}`,
    });
  });

  it('is hopeless when no node could ever hold it, and waits when that is not known', () => {
    const sighting = sight({ pod: unscheduled });
    expect(classify(sighting, 'never')).toMatchObject({ phase: 'stuck', end: { reason: 'never-fits' } });
    expect(classify(sighting, 'somewhere').phase).toBe('waiting');
  });

  const pulled = (message: string) =>
    classify(sight({ node: 'n1', pod: {}, main: { waiting: { reason: 'ImagePullBackOff', message } } }));

  it.each([
    'failed to pull and unpack image "app:401": failed to resolve image: unexpected status: 503 Service Unavailable',
    'dial tcp: lookup registry.example on 10.0.0.2:53: no such host',
    'toomanyrequests: You have reached your pull rate limit',
    'net/http: TLS handshake timeout',
  ])('waits where the registry may yet answer: %s', (message) => {
    expect(pulled(message)).toMatchObject({
      phase: 'waiting',
      for: 'image',
      otherwise: { class: 'infrastructure', reason: 'image-pull' },
    });
  });

  it('is not misled by the name of an image', () => {
    expect(pulled('failed to resolve image "registry.example/timeout/eof:503": not found')).toMatchObject({
      phase: 'stuck',
      end: { reason: 'image-not-found' },
    });
  });

  it('says what the node is doing', () => {
    const pulling = [{ reason: 'Pulling', message: 'Pulling image "app:1"' }];
    const creating = { waiting: { reason: 'ContainerCreating' } };
    expect(classify(sight({ node: 'n1', main: creating, said: pulling }))).toMatchObject({ for: 'image' });
    const mount = [{ reason: 'FailedMount', message: 'no such volume' }];
    expect(classify(sight({ node: 'n1', main: creating, said: mount }))).toMatchObject({
      for: 'start',
      message: 'The pod does not start yet on n1: no such volume',
    });
  });

  it('waits when the node has not heard yet of what was made a moment ago', () => {
    const message = 'failed to sync secret cache: timed out waiting for the condition';
    const state = { waiting: { reason: 'CreateContainerConfigError', message } };
    expect(classify(sight({ node: 'n1', main: state }))).toMatchObject({ phase: 'waiting', for: 'start' });
  });

  it('blames nobody else for an agent that crashes again and again', () => {
    const agent = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 20s' } };
    expect(
      classify(sight({ node: 'n1', agent, main: { waiting: { reason: 'PodInitializing' } } })),
    ).toMatchObject({
      phase: 'waiting',
      otherwise: { class: 'infrastructure', reason: 'agent-failed' },
    });
  });
});

describe('a group that ended', () => {
  it('with an image without a shell is the matter of whoever chose it', () => {
    const main = {
      terminated: {
        exitCode: 128,
        reason: 'StartError',
        message: 'exec: "sh": executable file not found in $PATH',
      },
    };
    expect(classify(sight({ node: 'n1', pod: { phase: 'Failed' }, main }))).toMatchObject({
      phase: 'ended',
      end: { class: 'user-error', reason: 'image-without-shell' },
    });
  });

  it.each(['OutOfcpu', 'NodeAffinity', 'UnexpectedAdmissionError', 'Terminated'])(
    'because its node refused it is infrastructure: %s',
    (reason) => {
      expect(
        classify(sight({ node: 'n1', pod: { phase: 'Failed', reason, message: 'Pod was rejected' } })),
      ).toMatchObject({
        phase: 'ended',
        end: { class: 'infrastructure' },
      });
    },
  );

  it('by its own doing before its node was emptied keeps what it came to', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }];
    const after = (exitCode: number) =>
      classify(
        sight({
          node: 'n1',
          pod: { phase: 'Running', conditions },
          main: { terminated: { exitCode, reason: 'Error' } },
        }),
      );
    expect(after(1)).toMatchObject({ phase: 'ended', end: { class: 'test-failure' } });
    expect(after(143)).toMatchObject({
      phase: 'ending',
      end: { class: 'infrastructure', reason: 'evicted' },
    });
  });

  it('by a kill of which nothing is said is nobody’s failing test', () => {
    for (const exitCode of [137, 143])
      expect(
        classify(
          sight({
            node: 'n1',
            pod: { phase: 'Failed' },
            main: { terminated: { exitCode, reason: 'Error' } },
          }),
        ),
      ).toMatchObject({
        phase: 'ended',
        end: { class: 'infrastructure', reason: 'killed' },
      });
  });

  it('as the agent said, in spite of a process that was killed for want of memory, is what the agent said, with a warning', () => {
    const after = (exitCode: number) => {
      const main = { terminated: { exitCode, reason: 'OOMKilled' } };
      return classify(sight({ node: 'n1', pod: { phase: 'Failed' }, main }));
    };
    const warnings = [{ about: 'memory' }];
    expect(after(0)).toMatchObject({ end: { class: 'agent-decides' }, warnings });
    expect(after(1)).toMatchObject({ end: { class: 'test-failure' }, warnings });
    expect(after(137)).toMatchObject({ end: { reason: 'out-of-memory' }, warnings: [] });
  });

  it('for want of disk is the matter of the tests, for want of the node’s disk is not', () => {
    const evicted = (message: string) =>
      classify(sight({ node: 'n1', pod: { phase: 'Failed', reason: 'Evicted', message } }));
    expect(
      evicted('Pod ephemeral local storage usage exceeds the total limit of containers 2Gi.'),
    ).toMatchObject({ end: { reason: 'disk-limit' } });
    expect(evicted('Container tests exceeded its local ephemeral storage limit "1Gi". ')).toMatchObject({
      end: { reason: 'disk-limit' },
    });
    expect(
      evicted('The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi'),
    ).toMatchObject({ end: { class: 'infrastructure', reason: 'evicted' } });
  });

  it('without a trace in the cluster is lost', () => {
    const gone = observe(beginSighting(JOB), { kind: 'listed', jobs: [], pods: [], events: [] });
    expect(classify(gone)).toMatchObject({
      phase: 'ended',
      end: { class: 'infrastructure', reason: 'job-deleted' },
    });
  });

  it('is ended by us only when nothing of it runs any more', () => {
    const why = end('cancelled', 'ended-by-us', 'Cancelled.');
    const running = observe(sight({ node: 'n1', pod: { phase: 'Running' }, main: { running: {} } }), {
      kind: 'ended-by-us',
      end: why,
    });
    expect(classify(running)).toMatchObject({ phase: 'ending', end: why });
    const gone = observe(running, { kind: 'listed', jobs: [], pods: [], events: [] });
    expect(classify(gone)).toMatchObject({ phase: 'ended', end: why });
  });
});

describe('what is about another Job', () => {
  it.each([`${JOB}-a2`, 'test-exec-1', `${JOB}0`])('changes nothing: %s', (other) => {
    const before = sight({ node: 'n1', pod: { phase: 'Running' }, main: { running: {} } });
    const name = `${other}-abcde`;
    const labels = { 'batch.kubernetes.io/job-name': other };
    const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name }, reason: 'Evicted' };
    const after = [
      { kind: 'job-deleted' as const, object: { metadata: { name: other } } },
      { kind: 'pod-deleted' as const, object: { metadata: { name, labels } } },
      { kind: 'event-seen' as const, object: event },
    ].reduce(observe, before);
    expect(after).toEqual(before);
  });
});

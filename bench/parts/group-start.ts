/**
 * What Gauntlet adds to the start of a group in a cluster: from its submission to the first command of its tests,
 * beside a bare Job whose pod runs that command, on the same API server and by the same kubelet.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestDefinitionInput } from '@gauntlet/contract';
import { milliseconds, type Row, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { waitFor } from '../wait-for.ts';
import { type ClusterStage, ENVIRONMENT, IMAGE, NAMESPACE, openClusterStage } from './cluster-stage.ts';
import { createPodRunner } from './run-pods.ts';

export type GroupStartSizes = { podStarts: number; podsTogether: number };

/** By the clock of this machine, in milliseconds since 1970. */
type Start = { from: number; podMadeAt: number; firstCommandAt: number };
type Pair = { ours: Start; bare: Start };

const DEADLINE_SECONDS = 120;

export async function measureGroupStart(sizes: GroupStartSizes): Promise<Section> {
  const stage = await openClusterStage({ count: 4, cpu: '64', memory: '256Gi' });
  const folder = join(stage.platform.scratchFolder, 'pods');
  const stop = stage.cluster.kubelet(createPodRunner(join(folder, 'run'), stage.platform.api.url));
  const made = noteNewPods(stage);
  try {
    const singles: Pair[] = [];
    for (let round = 0; round <= sizes.podStarts; round++) {
      const pair = await measurePair(stage, made, join(folder, `one-${round}`), 1);
      if (round > 0) singles.push(pair); // the first warms up what is slow the first time
    }
    const together = await measurePair(stage, made, join(folder, 'together'), sizes.podsTogether);
    return describe(sizes, singles, together);
  } finally {
    stop();
    made.stop();
    await stage.close();
  }
}

type NewPods = { since(from: number): number[]; stop(): void };

function noteNewPods({ cluster }: ClusterStage): NewPods {
  const times: number[] = [];
  const stop = cluster.store.listen(({ resource, type }) => {
    if (resource === 'pods' && type === 'ADDED') times.push(Date.now());
  });
  return { since: (from) => times.filter((at) => at >= from), stop };
}

async function measurePair(stage: ClusterStage, made: NewPods, folder: string, count: number): Promise<Pair> {
  return {
    bare: await measure(made, join(folder, 'bare'), count, (command) => startJobs(stage, command, count)),
    ours: await measure(made, join(folder, 'ours'), count, (command) => runOurs(stage, command, count)),
  };
}

/** Of several: until the last of them has begun; each goes on when all have. */
async function measure(
  made: NewPods,
  folder: string,
  count: number,
  start: (command: string) => Promise<() => Promise<void>>,
): Promise<Start> {
  await mkdir(folder, { recursive: true });
  const wait = `while [ $(ls ${folder} | wc -l) -lt ${count} ]; do sleep 0.05; done`;
  const from = Date.now();
  const ended = await start(`date +%s%3N > $(mktemp ${folder}/XXXXXXXX); ${wait}`);
  const names = await waitFor(`${count} to begin in ${folder}`, DEADLINE_SECONDS, async () => {
    const there = await readdir(folder);
    return there.length >= count ? there : null;
  });
  await ended();
  const begun = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return { from, podMadeAt: Math.max(...made.since(from)), firstCommandAt: Math.max(...begun.map(Number)) };
}

/** As `kubectl create -f` makes them. */
async function startJobs({ cluster }: ClusterStage, command: string, count: number) {
  const names = Array.from({ length: count }, () => `bare-${crypto.randomUUID()}`);
  const { url, token } = cluster.server;
  const jobs = `${url}/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  // The fake kubelet starts no pod without one of its Job's name: it is there before, and costs nothing.
  for (const name of names)
    cluster.store.create('secrets', {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE } },
    });
  await Promise.all(
    names.map(async (name) => {
      const answer = await fetch(jobs, {
        method: 'POST',
        headers,
        body: JSON.stringify(bareJob(name, command)),
      });
      if (!answer.ok) throw new Error(`The bare Job was answered ${answer.status}: ${await answer.text()}`);
      await answer.text();
    }),
  );
  return async () => {
    await waitFor('the bare Jobs to end', DEADLINE_SECONDS, async () => {
      const all = names.map((name) => cluster.store.find('jobs', NAMESPACE, name));
      return all.every((job) => job?.status.conditions) || null;
    });
    for (const name of names) cluster.store.remove('jobs', NAMESPACE, name);
  };
}

const bareJob = (name: string, command: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            ...{ name: 'tests', image: IMAGE, command: ['sh', '-c', command] },
            resources: { requests: { cpu: '100m', memory: '128Mi' } },
          },
        ],
      },
    },
  },
});

let runs = 0;

async function runOurs({ platform }: ClusterStage, command: string, count: number) {
  runs += 1;
  const definition: TestDefinitionInput = {
    ...{ name: `started ${runs}`, environmentName: ENVIRONMENT, image: IMAGE, framework: 'command' },
    content: { type: 'inline', files: { 'README.md': 'nothing' } },
    commands: Array.from({ length: count }, (_, index) => ({ name: `${index}`, run: command })),
    parallelism: count,
  };
  const { executionId } = await platform.api.submit(definition);
  return async () => {
    const { verdict } = await platform.api.archived(executionId);
    if (verdict !== 'passed') throw new Error(`A group that was to be started came out as ${verdict}.`);
  };
}

function describe({ podStarts, podsTogether }: GroupStartSizes, singles: Pair[], together: Pair): Section {
  const whole = ({ from, firstCommandAt }: Start) => firstCommandAt - from;
  const toPod = ({ from, podMadeAt }: Start) => podMadeAt - from;
  const inPod = ({ podMadeAt, firstCommandAt }: Start) => firstCommandAt - podMadeAt;
  const of = (side: keyof Pair, time: (start: Start) => number) => singles.map((pair) => time(pair[side]));
  return {
    title: 'The start of a group in a cluster',
    method: `${podStarts} pairs after one that does not count, in turn, on one fake API server (the tests' own, on loopback) whose pods are processes of this machine. A bare Job: from its POST to the first command of its pod. Gauntlet: from the submission to the first command of the tests, by the real server, the real agent in the pod and the real shim; nothing to install. Then ${podsTogether} of each at once, until the last of them has begun. No image is pulled and no node is waited for, which both would do alike.`,
    rows: [
      row('a bare Job, to its first command', of('bare', whole)),
      row('Gauntlet, to the first command of the tests', of('ours', whole)),
      row('Gauntlet: submitted to its pod made', of('ours', toPod)),
      row('Gauntlet: its pod made to the first command', of('ours', inPod)),
      row(
        'added by Gauntlet to a group',
        singles.map(({ ours, bare }) => whole(ours) - whole(bare)),
      ),
      row(`${podsTogether} bare Jobs at once, to the last first command`, [whole(together.bare)]),
      row(`${podsTogether} groups at once, to the last first command`, [whole(together.ours)]),
    ],
    notes: [
      'In the pod: a start of Node.js, the hello, the content, the set-up that finds nothing to do, the listing, the plan, a claim; then the command goes through the shared folder. A cluster adds to both sides what its scheduler and its kubelet take, and to the second the start of one more container (docs/adr/0022).',
    ],
  };
}

const row = (what: string, values: readonly number[]): Row => ({
  what,
  measured: milliseconds(median(values)),
  spread:
    values.length === 1
      ? '-'
      : `${milliseconds(Math.min(...values))} to ${milliseconds(Math.max(...values))}`,
  aim: '-',
  met: 'no aim',
});

/** A real helm, built from its sources, and the chart as it renders it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../packages/server/src/testing/chart-schemas.ts';
import { buildGoProgram } from '../../packages/server/src/testing/go-program.ts';
import { ROOT } from '../../scripts/setup.mjs';

const PROGRAM = { name: 'helm', source: 'helm.sh/helm/v3/cmd/helm', version: 'v3.22.0' };
export const CHART = join(ROOT, 'charts/gauntlet');
/** Built by Go it takes itself for one of an old cluster. */
const KUBERNETES = ['--kube-version', '1.33.0'];

export type Helm = {
  run(...args: string[]): { status: number | null; output: string };
  /** With the values of ci/<name>-values.yaml. @throws what helm says */
  render(name: string, ...more: string[]): { text: string; objects: KubernetesObject[] };
};

export async function buildHelm(): Promise<Helm> {
  const program = await buildGoProgram(PROGRAM);
  const run: Helm['run'] = (command = '', ...args) => {
    const ended = spawnSync(program, [command, ...args, ...KUBERNETES], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return { status: ended.status, output: ended.status === 0 ? ended.stdout : ended.stdout + ended.stderr };
  };
  const render: Helm['render'] = (name, ...more) => {
    const values = join(CHART, 'ci', `${name}-values.yaml`);
    const { status, output } = run('template', 'gauntlet', CHART, '-n', 'gauntlet', '-f', values, ...more);
    if (status !== 0) throw new Error(output);
    return { text: output, objects: parse(output) };
  };
  return { run, render };
}

function parse(text: string): KubernetesObject[] {
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

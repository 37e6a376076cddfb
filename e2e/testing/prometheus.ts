/** A real Prometheus and a real Pushgateway, as processes of a test's world. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

export type Sample = { metric: Record<string, string>; value: number };

export async function startPushgateway(world: World): Promise<{ url: string }> {
  const url = await start(world, 'prometheus-pushgateway', (address) => [`--web.listen-address=${address}`]);
  return { url };
}

/** @param scrape configurations as in prometheus.yml; `scrape_interval` is a second. */
export async function startPrometheus(world: World, scrape: readonly object[]) {
  const folder = await world.makeFolder('prometheus');
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, stringify({ global: { scrape_interval: '1s' }, scrape_configs: scrape }));
  const url = await start(world, 'prometheus', (address) => [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ]);
  return {
    url,
    /** By its HTTP API, at this moment. */
    query: async (expression: string): Promise<Sample[]> => {
      const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
      const { data } = (await answer.json()) as {
        data: { result: { metric: Sample['metric']; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value: [, text] }) => ({ metric, value: Number(text) }));
    },
  };
}

async function start(
  world: World,
  program: string,
  argumentsFor: (address: string) => string[],
): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, argumentsFor(address), {
    cwd: world.folder,
    env: world.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(`${program} is ready`, async () => {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}:\n${said}`);
    return (await fetch(`http://${address}/-/ready`)).ok;
  });
  return `http://${address}`;
}

/** Node groups as they are typed: `spot-m5,spot,cpu=3.92,memory=14.5Gi,price=0.08,max=10`, or a file of them. */
import { availableParallelism, totalmem } from 'node:os';
import { Cpu, Memory } from '@gauntlet/contract';
import { cpuMillis, memoryBytes } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { NodeKind } from '@gauntlet/core/simulate';
import { z } from 'zod';
import { spanMs } from '../program/option-values.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { checkInput, parseJson, readInput } from './input-file.ts';

const MOST_NODES = 1000;
const Count = z.number().int().min(0).max(MOST_NODES);
const Span = z.string().transform((text, context) => {
  try {
    return spanMs(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});
const Node = z
  .strictObject({
    name: z.string().min(1).max(100),
    cpu: Cpu,
    memory: Memory,
    price: z.number().min(0).max(100_000).default(0),
    spot: z.boolean().default(false),
    min: Count.default(0),
    max: Count.min(1).default(10),
    start: Span.prefault('90s'),
    pods: z.number().int().min(1).max(1000).optional(),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], message: 'must not be less than min' });
const KEYS = ['name', 'cpu', 'memory', 'price', 'spot', 'min', 'max', 'start', 'pods'];
const NUMBERS = new Set(['price', 'min', 'max', 'pods']);

export async function readNodes(
  cwd: string,
  typed: readonly string[] | undefined,
): Promise<Result<NodeKind[], Refused>> {
  if (typed === undefined) return ok([thisHost()]);
  const kinds: NodeKind[] = [];
  for (const one of typed) {
    const read = one.endsWith('.json') ? await readNodeFile(cwd, one) : readTyped(one);
    if (!read.ok) return read;
    kinds.push(...read.value);
  }
  const twice = kinds.find((kind, index) => kinds.findIndex(({ name }) => name === kind.name) !== index);
  if (twice) return refuse(usageRefused(`Two node groups are called "${twice.name}".`));
  return ok(kinds);
}

const thisHost = (): NodeKind => ({
  ...{ name: 'this-host', cpuMillis: availableParallelism() * 1000, memoryBytes: totalmem() },
  ...{ lifetime: 'on-demand', pricePerHour: 0, least: 1, most: 1, startMs: 0 },
});

async function readNodeFile(cwd: string, fileName: string): Promise<Result<NodeKind[], Refused>> {
  const file = await readInput(cwd, fileName);
  if (!file.ok) return file;
  const json = parseJson(file.value);
  if (!json.ok) return json;
  const about = { name: fileName, keys: KEYS, file: file.value };
  const nodes = checkInput(z.array(Node).min(1).max(100), json.value, about);
  return nodes.ok ? ok(nodes.value.map(kindOf)) : nodes;
}

function readTyped(text: string): Result<NodeKind[], Refused> {
  const [name = '', ...parts] = text.split(',').map((part) => part.trim());
  const said: Record<string, unknown> = { name };
  for (const part of parts) {
    const [key = '', value] = part.split(/=(.*)/s);
    said[key] = value === undefined ? true : NUMBERS.has(key) ? numberIn(value) : value;
  }
  const node = checkInput(Node, said, { name: `--nodes ${text}`, keys: KEYS });
  if (node.ok) return ok([kindOf(node.value)]);
  const advice = 'Such as: --nodes m5,spot,cpu=3.92,memory=14.5Gi,price=0.08,max=10';
  return refuse({ ...node.error, advice });
}

/** What is no number stays as it is, for the schema to refuse. */
const numberIn = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);

const kindOf = ({
  name,
  cpu,
  memory,
  price,
  spot,
  min,
  max,
  start,
  pods,
}: z.output<typeof Node>): NodeKind => ({
  ...{ name, cpuMillis: cpuMillis(cpu), memoryBytes: memoryBytes(memory) },
  ...{ lifetime: spot ? 'spot' : 'on-demand', pricePerHour: price, least: min, most: max, startMs: start },
  ...(pods === undefined ? {} : { mostPods: pods }),
});

/** What a simulation came to, for people. */
import { median } from '@gauntlet/core/executions';
import type { Happening, Recommendation, Scenario, SweepRow } from '@gauntlet/core/simulate';
import type { SimulateOptions } from '../program/option-types.ts';
import { countText, durationText, sizeText } from '../terminal/amounts.ts';
import type { Output } from '../terminal/output.ts';
import { type Column, printTable } from '../terminal/table.ts';

type Row = SweepRow & { costPerDay: number | null };
export type Foretold = {
  units: number;
  /** Groups that could run at once. */
  room: number;
  simulations: number;
  seed: number;
  rows: Row[];
  recommendation: Recommendation | null;
};

export function printForetold(
  out: Output,
  foretold: Foretold,
  scenario: Scenario,
  options: SimulateOptions,
): void {
  for (const line of assumptionLines(foretold, scenario)) out.line(out.paint.dim(line));
  out.line('');
  printTable(out, foretold.rows, columnsFor(foretold.rows));
  out.line('');
  for (const line of adviceLines(foretold, scenario, options)) out.line(line);
}

function assumptionLines({ units, simulations, seed }: Foretold, scenario: Scenario): string[] {
  const times = scenario.units.map(({ durationsMs }) => median(durationsMs) ?? 0);
  const workMs = times.reduce((sum, time) => sum + time, 0);
  const longestMs = times.reduce((most, time) => Math.max(most, time), 0);
  const { batchStartMs, groupSetupMs, podStartMs, request, setupMs } = scenario;
  const every = scenario.kinds.map((kind) => {
    const size = `${kind.cpuMillis / 1000} CPU, ${sizeText(kind.memoryBytes)}`;
    const count = kind.least === kind.most ? `${kind.most}` : `${kind.least} to ${kind.most}`;
    return `${kind.name} (${count}; ${size}${kind.lifetime === 'spot' ? '; spot' : ''})`;
  });
  const overheads = [
    `pod start ${durationText(podStartMs)}`,
    `set-up ${durationText(setupMs)}, of other groups ${durationText(groupSetupMs)}`,
    `start of a batch ${durationText(batchStartMs)}`,
  ];
  return [
    `${countText(units, 'unit')}, ${durationText(workMs)} of work, the longest ${durationText(longestMs)}.`,
    `Nodes: ${every.join(', ')}. A group asks for ${request.cpuMillis / 1000} CPU and ${sizeText(request.memoryBytes)}.`,
    `Taken as given: ${overheads.join(', ')}.`,
    `${countText(simulations, 'simulation')} of each, seed ${seed}.`,
  ];
}

const share = (value: number) => `${Math.round(value * 100)} %`;
const money = (value: number) => value.toFixed(value < 1 ? 4 : 2);

function columnsFor(rows: readonly Row[]): Column<Row>[] {
  const number = (title: string, text: (row: Row) => string, value?: (row: Row) => string): Column<Row> => ({
    ...{ title, text, align: 'right' },
    ...(value === undefined ? {} : { value }),
  });
  const some = (of: (row: Row) => number, column: Column<Row>) =>
    rows.some((row) => of(row) > 0) ? [column] : [];
  return [
    number('--parallel', (row) => String(row.parallelism)),
    number(
      'median',
      ({ makespanMs }) => timeText(makespanMs?.median),
      ({ makespanMs }) => String(makespanMs?.median ?? ''),
    ),
    number(
      '90 % within',
      ({ makespanMs }) => timeText(makespanMs?.p90),
      ({ makespanMs }) => String(makespanMs?.p90 ?? ''),
    ),
    number(
      'gain',
      ({ gain }) => gainText(gain?.makespanMs),
      ({ gain }) => String(gain?.makespanMs ?? ''),
    ),
    number('groups used', (row) => String(row.groupsUsed)),
    number('nodes', (row) => String(row.mostNodes)),
    number('node-hours', (row) => row.nodeHours.toFixed(3)),
    number('busy', (row) => share(row.nodeHours === 0 ? 0 : row.busyHours / row.nodeHours)),
    ...some(
      ({ cost }) => cost.median,
      number('cost of a run', ({ cost }) => money(cost.median)),
    ),
    ...some(
      ({ costPerDay }) => costPerDay ?? 0,
      number('cost of a day', (row) => money(row.costPerDay ?? 0)),
    ),
    ...some(
      (row) => row.groupsLost,
      number('groups lost', (row) => row.groupsLost.toFixed(2)),
    ),
    ...some(
      ({ outcomes }) => outcomes.infrastructure,
      number('infrastructure', (row) => share(row.outcomes.infrastructure)),
    ),
    ...some(
      ({ outcomes }) => outcomes.timeout,
      number('timeout', (row) => share(row.outcomes.timeout)),
    ),
  ];
}

const timeText = (ms: number | undefined) => (ms === undefined ? 'never' : durationText(ms));
const gainText = (ms: number | undefined) =>
  ms === undefined ? '' : ms < 0 ? `-${durationText(-ms)}` : durationText(ms);

function adviceLines(
  { recommendation, room, rows }: Foretold,
  scenario: Scenario,
  { within }: SimulateOptions,
): string[] {
  if (recommendation === null) return ['No run came to its end: see the columns infrastructure and timeout.'];
  const { best, knee, parallelism } = recommendation;
  const timeOf = (count: number) =>
    timeText(rows.find((row) => row.parallelism === count)?.makespanMs?.median);
  const near =
    parallelism === best
      ? 'the best of these'
      : `within ${within} % of the best, ${timeOf(best)} at --parallel ${best}`;
  const wanted = Math.max(...rows.map((row) => row.parallelism));
  return [
    `Recommended: --parallel ${parallelism}, about ${timeOf(parallelism)}: ${near}.`,
    ...(knee < parallelism
      ? [`From --parallel ${knee} on (${timeOf(knee)}) more groups bring less and less.`]
      : []),
    ...(wanted > room && scenario.units.length > room
      ? [`No more than ${countText(room, 'group')} have room at once; others wait for a node.`]
      : []),
  ];
}

/** Single units are left to --json. */
export function printTimeline(out: Output, parallelism: number, timeline: readonly Happening[]): void {
  out.line('');
  out.line(out.paint.bold(`One run of --parallel ${parallelism}`));
  const steps = timeline.filter(({ what }) => what !== 'unit-reported');
  printTable(out, steps, [
    {
      title: 'at',
      align: 'right',
      text: ({ atMs }) => durationText(atMs),
      value: ({ atMs }) => String(atMs),
    },
    { title: 'what', text: ({ what }) => what.replaceAll('-', ' '), value: ({ what }) => what },
    { title: 'whose', text: whoseText },
  ]);
}

const whoseText = (step: Happening): string =>
  [
    ...('group' in step ? [`group ${step.group}`] : []),
    ...('node' in step ? [step.node] : []),
    ...('units' in step ? [countText(step.units, 'unit')] : []),
    ...('outcome' in step ? [step.outcome] : []),
  ].join(', ');

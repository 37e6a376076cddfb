/** Foretells a run: nothing is started, and no server is needed but for a definition's history. */
import { DefinitionTimings } from '@gauntlet/contract';
import { estimateUnits } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import {
  checkScenario,
  type NodeKind,
  parallelismsToTry,
  recommendParallelism,
  roomFor,
  SCENARIO_DEFAULTS,
  type Scenario,
  type SimulatedUnit,
  sweepParallelism,
  traceRun,
} from '@gauntlet/core/simulate';
import { type CommandContext, connect, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { SimulateOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { readNodes } from '../simulate/read-nodes.ts';
import { readRequest } from '../simulate/read-request.ts';
import { readUnits } from '../simulate/read-units.ts';
import { type Foretold, printForetold, printTimeline } from '../simulate/show-forecast.ts';
import { findDefinition } from './find-definition.ts';

const MOST_GROUPS = 500;

export async function simulateCommand(context: CommandContext, options: SimulateOptions): Promise<ExitCode> {
  const scenario = await readScenario(context, options);
  if (!scenario.ok) return reportRefused(context, scenario.error);
  const foretold = foretell(scenario.value, options);
  const { out } = context;
  const chosen = foretold.recommendation?.parallelism ?? foretold.rows[0]?.parallelism ?? 1;
  const timeline = options.timeline
    ? traceRun({ scenario: scenario.value, parallelism: chosen, seed: options.seed })
    : null;
  if (context.options.json) {
    const { units, ...settings } = scenario.value;
    const keyed = timeline?.map((step) =>
      'unit' in step ? { ...step, unit: units[step.unit]?.key ?? '' } : step,
    );
    out.json({ ...foretold, scenario: settings, ...(keyed === undefined ? {} : { timeline: keyed }) });
  } else {
    printForetold(out, foretold, scenario.value, options);
    if (timeline) printTimeline(out, chosen, timeline);
  }
  return EXIT.passed;
}

function foretell(scenario: Scenario, options: SimulateOptions): Foretold {
  const { simulations, seed, within, runsPerDay } = options;
  const room = roomFor(scenario.kinds, scenario.request);
  const parallelisms =
    options.parallelism === 'auto'
      ? parallelismsToTry(scenario.units.length, room, MOST_GROUPS)
      : options.parallelism;
  const rows = sweepParallelism({ scenario, parallelisms, simulations, seed });
  return {
    ...{ units: scenario.units.length, room, simulations, seed },
    rows: rows.map((row) => ({
      ...row,
      costPerDay: runsPerDay === undefined ? null : row.cost.median * runsPerDay,
    })),
    recommendation: recommendParallelism(rows, within / 100),
  };
}

async function readScenario(
  context: CommandContext,
  options: SimulateOptions,
): Promise<Result<Scenario, Refused>> {
  const units = await findUnits(context, options);
  if (!units.ok) return units;
  const kinds = await readNodes(context.cwd, options.nodes);
  if (!kinds.ok) return kinds;
  const request = readRequest(options);
  if (!request.ok) return request;
  const scenario = scenarioOf(options, { units: units.value, kinds: kinds.value, request: request.value });
  const checked = checkScenario(scenario);
  if (checked.ok) return ok(scenario);
  return refuse(usageRefused(checked.error.message, 'Give larger --nodes, or smaller --cpu and --memory.'));
}

const scenarioOf = (
  options: SimulateOptions,
  given: { units: SimulatedUnit[]; kinds: NodeKind[]; request: Scenario['request'] },
): Scenario => ({
  ...given,
  start: options.start ?? (options.nodes === undefined ? SCENARIO_DEFAULTS.start : 'together'),
  podStartMs: options.podStart,
  setupMs: options.setup,
  groupSetupMs: options.groupSetup ?? options.setup,
  batchStartMs: options.batchStart,
  variation: options.variation,
  interruptionsPerNodeHour: options.spotInterruptions,
  noticeMs: options.notice,
  lossNoticedMs: options.lossNoticed,
  mostLosses: options.mostLosses ?? null,
  scanMs: SCENARIO_DEFAULTS.scanMs,
  scaleDownMs: options.scaleDownDelay,
  expander: options.expander,
  limitMs: options.timeout,
});

async function findUnits(
  context: CommandContext,
  { definition, units }: SimulateOptions,
): Promise<Result<SimulatedUnit[], Refused>> {
  if (units !== undefined) return readUnits(context.cwd, units);
  if (definition !== undefined) return readHistory(context, definition);
  const advice =
    'A file of times by --units, or what the server knows of one of its definitions by --definition.';
  return refuse(usageRefused('What is to be simulated?', advice));
}

/** A unit that never passed is taken for a typical one, as the server does when it plans. */
async function readHistory(
  context: CommandContext,
  typed: string,
): Promise<Result<SimulatedUnit[], Refused>> {
  const connection = await connect(context);
  if (!connection.ok) return connection;
  const id = await findDefinition(connection.value, typed);
  if (!id.ok) return id;
  const init = { params: { path: { id: id.value } } };
  const timings = await askApi(
    connection.value.address,
    (api) => api.GET('/api/v1/definitions/{id}/timings', init),
    DefinitionTimings,
  );
  if (!timings.ok) return timings;
  const recent = new Map(timings.value.units.map(({ key, recentMs }) => [key, recentMs]));
  const units = estimateUnits([...recent.keys()], recent).flatMap(({ key, estimatedMs }) => {
    const own = recent.get(key) ?? [];
    return estimatedMs === null ? [] : [{ key, durationsMs: own.length > 0 ? own : [estimatedMs] }];
  });
  if (units.length > 0) return ok(units);
  return refuse(
    usageRefused(`No test of "${typed}" has passed yet: nobody knows what it takes.`, 'Run it once.'),
  );
}

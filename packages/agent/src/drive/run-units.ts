/** Claims units and runs them until there are none, or until it is told to stop. */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimedUnit, Framework, UnitId } from '@gauntlet/contract';
import type { FrameOf } from '../frameworks/batch-order.ts';
import { KnownPlan } from '../frameworks/known-plan.ts';
import { runBatch } from '../frameworks/run-batch.ts';
import { createPutSigned } from '../server-client/put-signed.ts';
import { workspaceEnvironment } from '../setup/workspace-environment.ts';
import { diskIsFull, explainFullDisk } from '../spool/disk-full.ts';
import { type KeptFiles, watchKeptFiles } from './artifacts/kept-files.ts';
import { createSendFile } from './artifacts/send-file.ts';
import { openUploadQueue, type UploadQueue } from './artifacts/upload-queue.ts';
import { createCodeFrames } from './code-frames/code-frames.ts';
import { readSource } from './code-frames/read-source.ts';
import type { Group } from './group.ts';
import type { Prepared } from './prepare/prepared-marker.ts';
import { createShortenPaths, type ShortenPaths } from './results/shorten-paths.ts';
import { type ShownUnits, showUnits } from './results/shown-units.ts';
import { createUnitReports, type UnitReports } from './results/unit-reports.ts';

/** All that running needs, once the workspace is there. */
export type Running = {
  framework: Framework;
  environment: Readonly<Record<string, string>>;
  folder: string;
  uploads: UploadQueue;
  reports: UnitReports;
  openFrames: () => FrameOf;
  keptFiles: KeptFiles;
  plan: KnownPlan;
  shown: ShownUnits;
};

export type RunEnd = 'done' | 'stopped' | 'failed';

/** Between two claims that gave nothing, though others may still return units. */
const EMPTY_CLAIM_MS = 250;

export const beginRunning = async (group: Group, prepared: Prepared): Promise<Running> => {
  const { assignment, client, environments, folders, journal, logs, masker, report, start, workspace } =
    group;
  const folder = workspace.folderFor(prepared.folder);
  const { tests } = await environments.commands();
  const framework = assignment.frameworks.find(({ name }) => name === prepared.framework);
  if (!framework) throw new Error(`The server no longer knows the framework "${prepared.framework}".`);
  const roots = await Promise.all(
    [folders.work, folders.artifacts, start.preparedFolder].map((root) => realpath(root)),
  );
  const onRefused = (message: string) => logs.output.note(message);
  const send = createSendFile({
    client,
    putSigned: createPutSigned(group.control.end),
    onDetour: (name, why) => group.log.warn('a file goes through the server', { name, why }),
  });
  const uploads = openUploadQueue({ folder: folders.uploads, roots, send, masker, onRefused });
  const realFolder = await realpath(folder);
  const shorten = createShortenPaths([folder, realFolder]);
  return {
    framework,
    folder,
    uploads,
    plan: new KnownPlan(folder, prepared.units),
    shown: showUnits(prepared.units, masker),
    environment: workspaceEnvironment(prepared.setup, tests, workspace.folderFor('')),
    openFrames: await openCodeFrames(group, realFolder, shorten),
    reports: createUnitReports({ masker, shorten, folder, journal, uploads, report }),
    keptFiles: watchKeptFiles({
      ...{ definition: assignment.definition, framework, folder },
      artifactsFolder: folders.artifacts,
      masker,
    }),
  };
};

const openCodeFrames = async (
  { control, folders, masker }: Group,
  folder: string,
  shorten: ShortenPaths,
): Promise<() => FrameOf> => {
  const roots = [await realpath(folders.work)];
  const read = (path: string) => readSource(path, roots);
  return createCodeFrames({ folder, masker, shorten, readSource: read, signal: control.stop });
};

export const runUnits = async (group: Group, running: Running): Promise<RunEnd> => {
  const { client, control, journal } = group;
  while (!control.stop.aborted) {
    const claimNumber = journal.nextClaimNumber();
    const claimed = await client.claim(claimNumber);
    if (!claimed.ok) return noteFailedClaim(group, claimed.error);
    const { order, units } = claimed.value;
    if (order === 'stop') control.askStop('ordered');
    else if (units.length > 0) {
      journal.noteClaim(claimNumber, units);
      await runClaim(group, running, String(claimNumber), units);
    } else if (order === 'finish') return 'done';
    else await pause(EMPTY_CLAIM_MS, undefined, { signal: control.stop }).catch(() => undefined); // Seen above.
  }
  return 'stopped';
};

const noteFailedClaim = ({ log }: Group, { code, message }: { code: string; message: string }): RunEnd => {
  if (code === 'group-over' || code === 'aborted') return 'stopped';
  log.error('no units can be claimed', { code, why: message });
  return 'failed';
};

const runClaim = async (
  group: Group,
  running: Running,
  name: string,
  units: readonly ClaimedUnit[],
): Promise<void> => {
  const { assignment, control, folders, logs, masker, premises } = group;
  const { environment, folder, framework, openFrames, plan, reports, shown, uploads } = running;
  const [scratchFolder, artifactsFolder] = [join(folders.scratch, name), join(folders.artifacts, name)];
  await Promise.all([scratchFolder, artifactsFolder].map((path) => mkdir(path, { recursive: true })));
  await runBatch({
    ...{ framework, definition: assignment.definition, folder, environment, plan },
    units: units.map(shown.restore),
    ...{ scratchFolder, artifactsFolder, ...premises.host, reportersFolder: premises.reportersFolder },
    graceSeconds: assignment.graceSeconds,
    signal: control.stop,
    openMask: masker.openStream,
    openFrames,
    onOutput: (chunk) => logs.output.write(chunk),
    ...batchEvents(group, reports),
  });
  settleLeftOver(group, running, units);
  await uploads.staged();
  await rm(scratchFolder, { recursive: true, force: true });
};

const batchEvents = ({ control, folders }: Group, reports: UnitReports) => {
  const started = new Set<UnitId>();
  const fullDisk = { outcome: 'error', reason: 'disk-full', message: explainFullDisk(folders.work) } as const;
  return {
    onUnitStarted: (unitId: UnitId) => {
      started.add(unitId);
      reports.started(unitId);
    },
    onUnitRestarted: reports.restarted,
    onCase: reports.found,
    onUnitFinished: (unitId: UnitId, end: Parameters<UnitReports['finished']>[1]) => {
      // Programs say in many ways that they could not write: what cannot be explained is looked at again.
      const byDisk = end.outcome === 'error' && diskIsFull(folders.work);
      reports.finished(unitId, byDisk ? { ...end, ...fullDisk } : end);
    },
    onUnitReturned: (unitId: UnitId) => {
      // Returned, it would fill the next group's disk, which is the same one.
      if (control.stopReason() === 'disk-full' && started.has(unitId))
        reports.finished(unitId, { ...fullDisk, durationMs: 0, exitCode: null });
      else reports.returned(unitId);
    },
  };
};

/** A unit that a batch neither ended nor returned would be waited for, or run again, for ever. */
const settleLeftOver = (
  { control, journal, log }: Group,
  { reports }: Running,
  units: readonly ClaimedUnit[],
): void => {
  for (const { unitId } of units.filter((unit) => journal.isOpen(unit.unitId))) {
    if (control.stop.aborted) reports.returned(unitId);
    else {
      log.error('a unit was left without an end', { unitId });
      const message = 'The agent lost track of this unit.';
      reports.finished(unitId, {
        outcome: 'error',
        reason: 'internal-error',
        message,
        durationMs: 0,
        exitCode: null,
      });
    }
  }
  reports.flush();
};

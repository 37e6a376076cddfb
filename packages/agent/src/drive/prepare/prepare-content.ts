/**
 * Brings an execution's content, sets it up, and lists its units: once for all groups of a host.
 *
 * Invariant: the marker is written after everything else, so whatever it stands beside is whole.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '@gauntlet/core/kernel';
import { diskIsFull, explainFullDisk, isDiskFull } from '../../spool/disk-full.ts';
import type { Group } from '../group.ts';
import { type Preparation, type PreparationFailure, refusePreparation } from './preparation.ts';
import { prepareInOrder } from './prepare-in-order.ts';
import { underLock } from './prepared-lock.ts';
import { readMarker, writeMarker } from './prepared-marker.ts';

/**
 * @param commit the one to take, wherever the content's ref is by now
 * @returns null: it was stopped before it was done
 */
export const prepareContent = async (
  group: Group,
  commit: string | undefined,
): Promise<Preparation | null> => {
  const { preparedFolder } = group.start;
  const { executionId } = group.assignment;
  await mkdir(preparedFolder, { recursive: true, mode: 0o700 });
  const reuse = async () => {
    const prepared = await readMarker(notesFolder(group), executionId);
    const isOfCommit = commit === undefined || prepared?.commit === undefined || prepared.commit === commit;
    return prepared === null || !isOfCommit ? null : ok(prepared);
  };
  const work = () => prepareAnew(group, commit);
  const preparation = await underLock(notesFolder(group), group.control.stop, work, reuse);
  return group.control.stop.aborted ? null : preparation;
};

/** Of lock and marker: what they say is believed. */
const notesFolder = ({ start }: Group): string => start.stateFolder ?? start.preparedFolder;

const prepareAnew = async (group: Group, commit: string | undefined): Promise<Preparation> => {
  const { preparedFolder } = group.start;
  try {
    await clear(preparedFolder);
    group.workspace.forget();
    const prepared = await prepareInOrder(group, commit);
    if (!prepared.ok) return refusePreparation(explainByDisk(preparedFolder, prepared.error));
    await writeMarker(notesFolder(group), group.assignment.executionId, prepared.value);
    return prepared;
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause;
    return refusePreparation({ reason: 'disk-full', message: explainFullDisk(preparedFolder) });
  }
};

/** An earlier preparation may have been killed half-way. */
const clear = async (preparedFolder: string): Promise<void> => {
  for (const name of ['content', 'state', 'archive'])
    await rm(join(preparedFolder, name), { recursive: true, force: true, maxRetries: 3 });
};

/** Programs say in many ways that they could not write. */
const explainByDisk = (folder: string, failure: PreparationFailure): PreparationFailure => {
  if (failure.reason === 'disk-full' || !diskIsFull(folder)) return failure;
  return { ...failure, reason: 'disk-full', message: `${explainFullDisk(folder)} ${failure.message}` };
};

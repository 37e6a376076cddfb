/**
 * What this group has been given and what it has said of it, rebuilt from the spool after a crash.
 *
 * Owns `claims.jsonl`, and counts derived from the events; the event spool owns the events themselves.
 * Invariant: a unit is open from its claim until the event that finishes or returns it.
 */
import { join } from 'node:path';
import type { AgentEvent, ClaimedUnit, Counts, UnitId } from '@gauntlet/contract';
import { type AppendFile, openAppendFile, readLines } from './append-file.ts';
import { addCounts, countResult, NO_COUNTS } from './counts.ts';

export type Journal = {
  /** To be told every event, those of an earlier life first. */
  note: (event: AgentEvent) => void;
  noteClaim: (claimNumber: number, units: readonly ClaimedUnit[]) => void;
  nextClaimNumber: () => number;
  /** Claimed, and neither finished nor returned. */
  openUnits: () => UnitId[];
  isOpen: (unitId: UnitId) => boolean;
  /** Of the results that were reported of this unit in its current run. */
  countsOf: (unitId: UnitId) => Counts;
  /** How many results this unit has been given a key for, over all its runs: keys are never used again. */
  keysUsed: (unitId: UnitId) => number;
  /** Finished units and the sum of their counts: what the manifest says. */
  totals: () => { units: number; counts: Counts };
  milestones: () => Milestones;
  close: () => void;
};

type Milestones = {
  planned: boolean;
  preparationFailed: boolean;
  finished: boolean;
  /** So far: no unit that ended in another way, and no word that the group gave up. */
  tests: 'passed' | 'not-passed' | 'given-up';
};

/** A unit that was returned may come back by a later claim: it is open while there are more claims than ends. */
type UnitNote = { claims: number; ends: number; keysUsed: number; counts: Counts };

export const openJournal = (folder: string): Journal => {
  const file = openAppendFile(join(folder, 'claims.jsonl'), 'whole-lines');
  const units = new Map<UnitId, UnitNote>();
  const milestones: Milestones = {
    ...{ planned: false, preparationFailed: false, finished: false, tests: 'passed' },
  };
  let finishedUnits = 0;
  let total = NO_COUNTS;
  let lastClaim = 0;

  const noteOf = (unitId: UnitId): UnitNote => {
    const known = units.get(unitId);
    if (known) return known;
    const fresh = { claims: 0, ends: 0, keysUsed: 0, counts: NO_COUNTS };
    units.set(unitId, fresh);
    return fresh;
  };
  const note: Journal['note'] = (event) => {
    switch (event.type) {
      case 'plan':
        milestones.planned = true;
        return;
      case 'preparation-failed':
        milestones.preparationFailed = true;
        milestones.tests = 'not-passed';
        return;
      case 'finish':
        milestones.finished = true;
        if (event.manifest.reason === 'failed') milestones.tests = 'given-up';
        return;
      case 'unit-started':
        noteOf(event.unitId).counts = NO_COUNTS;
        return;
      case 'results': {
        const unit = noteOf(event.unitId);
        unit.keysUsed += event.results.length;
        unit.counts = event.results.map(countResult).reduce(addCounts, unit.counts);
        return;
      }
      case 'unit-returned':
        noteOf(event.unitId).ends++;
        return;
      case 'unit-finished':
        noteOf(event.unitId).ends++;
        finishedUnits++;
        if (event.outcome !== 'passed' && event.outcome !== 'skipped') milestones.tests = 'not-passed';
        total = addCounts(total, event.counts);
        return;
      case 'phase':
    }
  };
  const open = (claimNumber: number, claimed: readonly UnitId[]): void => {
    lastClaim = Math.max(lastClaim, claimNumber);
    for (const unitId of claimed) noteOf(unitId).claims++;
  };
  for (const claim of readClaims(file)) open(claim.claimNumber, claim.unitIds);

  return {
    note,
    noteClaim: (claimNumber, claimed) => {
      const unitIds = claimed.map(({ unitId }) => unitId);
      open(claimNumber, unitIds);
      file.append(Buffer.from(`${JSON.stringify({ claimNumber, unitIds })}\n`));
    },
    nextClaimNumber: () => lastClaim + 1,
    openUnits: () => [...units].filter(([, unit]) => isOpen(unit)).map(([unitId]) => unitId),
    isOpen: (unitId) => isOpen(units.get(unitId)),
    countsOf: (unitId) => units.get(unitId)?.counts ?? NO_COUNTS,
    keysUsed: (unitId) => units.get(unitId)?.keysUsed ?? 0,
    totals: () => ({ units: finishedUnits, counts: total }),
    milestones: () => ({ ...milestones }),
    close: () => file.close(),
  };
};

const isOpen = (unit: UnitNote | undefined): boolean => unit !== undefined && unit.claims > unit.ends;

type ClaimLine = { claimNumber: number; unitIds: UnitId[] };

const readClaims = (file: AppendFile): ClaimLine[] =>
  [...readLines(file)].map(({ text }) => JSON.parse(text) as ClaimLine);

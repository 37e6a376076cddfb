/**
 * Tells what happens to units, in an order that makes sense to who listens: a unit starts once, is
 * restarted only after it started, and ends once, by being finished or returned.
 */
import type { ClaimedUnit, UnitId } from '@gauntlet/contract';
import type { BatchEvents, FramedCase, UnitEnd } from './batch-order.ts';
import type { KnownPlan } from './known-plan.ts';

export class UnitTeller {
  #events: BatchEvents;
  #plan: KnownPlan;
  #started = new Set<UnitId>();
  #over = new Set<UnitId>();

  constructor(order: BatchEvents & { plan: KnownPlan }) {
    this.#events = order;
    this.#plan = order.plan;
  }

  isOver({ unitId }: ClaimedUnit): boolean {
    return this.#over.has(unitId);
  }

  start({ unitId }: ClaimedUnit): void {
    if (this.#started.has(unitId)) return;
    this.#started.add(unitId);
    this.#events.onUnitStarted(unitId);
  }

  /** It is about to be run once more. */
  restart({ unitId }: ClaimedUnit): void {
    if (this.#started.has(unitId)) this.#events.onUnitRestarted(unitId);
  }

  tellCase(unit: ClaimedUnit, line: FramedCase): void {
    this.start(unit);
    this.#events.onCase(unit.unitId, line);
  }

  finish(unit: ClaimedUnit, end: UnitEnd): void {
    if (this.isOver(unit)) return;
    this.start(unit);
    this.#over.add(unit.unitId);
    if (unit.file !== undefined && (end.outcome === 'failed' || end.outcome === 'error'))
      this.#plan.noteFailed(unit.file);
    this.#events.onUnitFinished(unit.unitId, end);
  }

  giveBack(unit: ClaimedUnit): void {
    if (this.isOver(unit)) return;
    this.#over.add(unit.unitId);
    this.#events.onUnitReturned(unit.unitId);
  }
}

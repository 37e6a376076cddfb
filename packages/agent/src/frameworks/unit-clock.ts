/**
 * Watches how long each unit runs; pauses do not count. Owns the timers; `stop` leaves none behind.
 */
import type { UnitProgress } from './unit-progress.ts';

type Watch = { timer: NodeJS.Timeout; since: number };

export class UnitClock {
  #limitMs: number | undefined;
  #onOver: (progress: UnitProgress) => void;
  #running = new Map<UnitProgress, Watch>();
  #spentMs = new Map<UnitProgress, number>();

  constructor(limitSeconds: number | undefined, onOver: (progress: UnitProgress) => void) {
    this.#limitMs = limitSeconds === undefined ? undefined : limitSeconds * 1000;
    this.#onOver = onOver;
  }

  start(progress: UnitProgress): void {
    if (this.#limitMs === undefined || this.#running.has(progress)) return;
    const left = Math.max(0, this.#limitMs - (this.#spentMs.get(progress) ?? 0));
    const timer = setTimeout(() => this.#onOver(progress), left);
    this.#running.set(progress, { timer, since: performance.now() });
  }

  pause(progress: UnitProgress): void {
    const watch = this.#running.get(progress);
    if (!watch) return;
    clearTimeout(watch.timer);
    this.#running.delete(progress);
    this.#spentMs.set(progress, (this.#spentMs.get(progress) ?? 0) + performance.now() - watch.since);
  }

  stop(): void {
    for (const progress of [...this.#running.keys()]) this.pause(progress);
  }
}

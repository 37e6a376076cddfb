/** Whether the shim still lives: it changes its pulse several times in a minute, whatever it does. */
import { join } from 'node:path';
import { ChannelSpoiled, readWord } from './channel-files.ts';

const LOOK_MS = 1000;
/** A machine that stood still makes no shim dead: so many looks have to agree. */
const FEWEST_LOOKS = 15;

export class PulseWatch {
  #path: string;
  #patienceMs: number;
  #last: string | null = null;
  #changedAt = performance.now();
  #lookedAt = 0;
  #looks = 0;

  constructor(folder: string, patienceSeconds: number) {
    this.#path = join(folder, 'pulse');
    this.#patienceMs = patienceSeconds * 1000;
  }

  /** Nobody has looked for a while: what was seen then says nothing. */
  restart(): void {
    this.#changedAt = performance.now();
    this.#looks = 0;
  }

  /** Throws when it has stood still for too long. */
  async look(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt < Math.min(LOOK_MS, this.#patienceMs / FEWEST_LOOKS)) return;
    this.#lookedAt = now;
    const pulse = await readWord(this.#path);
    this.#looks += 1;
    if (pulse !== this.#last) {
      this.#last = pulse;
      this.restart();
    } else if (this.#looks > FEWEST_LOOKS && now - this.#changedAt > this.#patienceMs)
      throw new ChannelSpoiled('The shim in the container of the tests gives no sign of life.');
  }
}

/**
 * Follows one command of the channel from its publication to its end.
 *
 * Owns what is read of the command's files. Does not publish it, and does not decide what a spoiled channel
 * means. Invariants: output is handed on as it comes and is complete before the end is told; an end that came
 * while the pod is being ended is not told as the command's own; whoever is asked to end and does not is given up.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd, ProcessOrder } from '../process/process-order.ts';
import { ChannelSpoiled, isThere, putFile, readWord } from './channel-files.ts';
import { OutputFile } from './output-file.ts';
import type { PulseWatch } from './watch-pulse.ts';

export type FollowLimits = {
  /** Until the shim begins a command, or ends one that it was told to, its grace not counted. */
  reactSeconds: number;
  /** An exit code that was begun to be written is whole by then. */
  partSeconds: number;
  /** Of all that one command prints: the volume has an end. */
  outputBytes: number;
};

export type FollowOrder = Pick<ProcessOrder, 'graceSeconds' | 'timeoutSeconds' | 'onOutput'> & {
  folder: string;
  number: number;
  signal: AbortSignal;
  /** The agent was told to end, which it is when the container of the tests is over. */
  containerEnded: AbortSignal;
  onTerminating: () => void;
  pulse: PulseWatch;
  limits: FollowLimits;
};

type Wish = { why: 'timed-out' | 'aborted' | 'printed-too-much'; atMs: number };

/** The shim waits a tenth of a second between its mark and TERM: the mark has to be seen first. */
const LOOK_MS = 40;
const SOON_MS = 15;
/** Most commands of ours are over by then. */
const FIRST_MS = 1000;
/** What the container had still to say when it ended is there by then. */
const LAST_WORDS_MS = 500;
const EXIT_CODE = /^(\d{1,3})\n$/;

export class CommandFollower {
  #order: FollowOrder;
  #files: OutputFile[];
  #publishedMs = performance.now();
  #startedMs: number | null = null;
  #brokenExitMs: number | null = null;
  #containerEndedMs: number | null = null;
  #wish: Wish | null = null;
  #failure: { cause: unknown } | null = null;

  constructor(order: FollowOrder) {
    this.#order = order;
    this.#files = (['stdout', 'stderr'] as const).map(
      (stream) =>
        new OutputFile(this.#path(stream === 'stdout' ? 'out' : 'err'), (piece) =>
          this.#handOn(piece, stream),
        ),
    );
  }

  async follow(): Promise<ProcessEnd> {
    try {
      for (;;) {
        const exitCode = await this.#readExit();
        if (exitCode !== null) return await this.#end(exitCode);
        if (this.#isContainerOver()) return this.#say('aborted', null);
        await this.#look();
        await pause(performance.now() - this.#publishedMs < FIRST_MS ? SOON_MS : LOOK_MS);
      }
    } finally {
      for (const file of this.#files) await file.close();
    }
  }

  #path(ending: string): string {
    return join(this.#order.folder, `${this.#order.number}.${ending}`);
  }

  /** Thrown to us, it is kept until the command has ended: nothing may go on unheard. */
  #handOn(piece: Buffer, stream: 'stdout' | 'stderr'): void {
    if (this.#failure) return;
    try {
      this.#order.onOutput(piece, stream);
    } catch (cause) {
      this.#failure = { cause };
    }
  }

  async #readExit(): Promise<number | null> {
    const word = await readWord(this.#path('exit'));
    if (word === null) return null;
    const code = EXIT_CODE.exec(word)?.[1];
    if (code !== undefined) return Number(code);
    this.#brokenExitMs ??= performance.now();
    if (performance.now() - this.#brokenExitMs > this.#order.limits.partSeconds * 1000)
      throw new ChannelSpoiled('The exit code of a command cannot be read: is the disk full?');
    return null;
  }

  #isContainerOver(): boolean {
    if (!this.#order.containerEnded.aborted) return false;
    this.#containerEndedMs ??= performance.now();
    return performance.now() - this.#containerEndedMs > LAST_WORDS_MS;
  }

  async #look(): Promise<void> {
    if (await isThere(join(this.#order.folder, 'terminating'))) this.#order.onTerminating();
    if (this.#startedMs === null && (await isThere(this.#path('started'))))
      this.#startedMs = performance.now();
    for (const file of this.#files) await file.readOn();
    await this.#wishForEnd();
    this.#giveUpWaiting();
    await this.#order.pulse.look();
  }

  async #wishForEnd(): Promise<void> {
    const why = this.#wish ? null : this.#reasonToEnd();
    if (why === null) return;
    this.#wish = { why, atMs: performance.now() };
    await putFile(this.#order.folder, `${this.#order.number}.cancel`, `${this.#order.graceSeconds}\n`);
  }

  #reasonToEnd(): Wish['why'] | null {
    const { limits, signal, timeoutSeconds } = this.#order;
    if (signal.aborted || this.#failure) return 'aborted';
    if (this.#files.reduce((sum, { readBytes }) => sum + readBytes, 0) > limits.outputBytes)
      return 'printed-too-much';
    const ranMs = this.#startedMs === null ? 0 : performance.now() - this.#startedMs;
    return timeoutSeconds !== undefined && ranMs > timeoutSeconds * 1000 ? 'timed-out' : null;
  }

  #giveUpWaiting(): void {
    const { graceSeconds, limits } = this.#order;
    const now = performance.now();
    const reactMs = limits.reactSeconds * 1000;
    if (this.#wish && now - this.#wish.atMs > graceSeconds * 1000 + reactMs)
      throw new ChannelSpoiled('A command that had to end was not ended by the shim.');
    if (this.#startedMs === null && now - this.#publishedMs > reactMs)
      throw new ChannelSpoiled('The shim did not begin a command.');
  }

  async #end(exitCode: number): Promise<ProcessEnd> {
    const { folder, limits, onTerminating } = this.#order;
    for (const file of this.#files) await file.readToEnd(limits.outputBytes);
    if (this.#failure) throw this.#failure.cause;
    // Asked only now: it is there before anything is ended because of it.
    if (await isThere(join(folder, 'terminating'))) {
      onTerminating();
      return this.#say('aborted', exitCode);
    }
    if (this.#wish?.why !== 'printed-too-much') return this.#say(this.#wish?.why ?? 'exited', exitCode);
    const most = Math.round(limits.outputBytes / 1024 ** 2);
    this.#order.onOutput(
      Buffer.from(`\n[gauntlet] It printed more than ${most} MiB, and was ended.\n`),
      'stderr',
    );
    return { ...this.#say('exited', null), signal: 'SIGXFSZ' };
  }

  #say(ended: ProcessEnd['ended'], exitCode: number | null): ProcessEnd {
    const durationMs = Math.round(performance.now() - (this.#startedMs ?? performance.now()));
    return { ended, exitCode, signal: null, durationMs };
  }
}

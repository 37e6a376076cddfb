/**
 * Commands for the container of the tests, one after the other.
 *
 * Owns the numbers of commands and whether the channel is still to be believed. The protocol is that of the shim
 * (`packages/server/src/adapters/kubernetes/job/shim-script.ts`). Invariants: no command is begun while one of an
 * agent before this may run; once the channel is spoiled nothing is run any more, and whoever asks is told that
 * the command was aborted.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd, ProcessOrder } from '../process/process-order.ts';
import { isDiskFull } from '../spool/disk-full.ts';
import { ChannelSpoiled, dropFile, isThere, putFile, readWord } from './channel-files.ts';
import type { CommandNumbers } from './command-numbers.ts';
import { CommandFollower, type FollowLimits } from './follow-command.ts';
import { PulseWatch } from './watch-pulse.ts';

export type ChannelLimits = FollowLimits & {
  /** The image of the tests has to be pulled; what goes wrong with that is seen by who watches the pod. */
  shimSeconds: number;
  pulseSeconds: number;
};

export type ChannelOptions = {
  folder: string;
  /** Of the agent alone. */
  stateFolder: string;
  /** Ends whatever runs, and the waiting for the shim. */
  stop: AbortSignal;
  /** The agent was told to end, which it is when the container of the tests is over. */
  containerEnded: AbortSignal;
  onTerminating: () => void;
  onSpoiled: (why: string) => void;
  limits?: Partial<ChannelLimits>;
};

export type Script = Pick<ProcessOrder, 'graceSeconds' | 'timeoutSeconds' | 'onOutput' | 'signal'> & {
  /** `refusedPath`: where to write a word should there be nothing to start; that is the end's `error` then. */
  write: (refusedPath: string) => string;
};

const LIMITS: ChannelLimits = {
  shimSeconds: 1800,
  pulseSeconds: 60,
  reactSeconds: 60,
  partSeconds: 10,
  outputBytes: 640 * 1024 ** 2,
};

export const ABORTED: ProcessEnd = { ended: 'aborted', exitCode: null, signal: null, durationMs: 0 };
const LOOK_MS = 50;
/** All that there may be of a command. */
const ENDINGS = ['cmd', 'started', 'out', 'err', 'exit', 'cancel', 'refused'];

export class CommandLane {
  #options: ChannelOptions;
  #limits: ChannelLimits;
  #numbers: CommandNumbers;
  #pulse: PulseWatch;
  #state: 'open' | 'spoiled' = 'open';
  #earlier: 'may-run' | 'over';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ChannelOptions, numbers: CommandNumbers) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#numbers = numbers;
    this.#pulse = new PulseWatch(options.folder, this.#limits.pulseSeconds);
    this.#earlier = numbers.earlier === 0 ? 'over' : 'may-run';
  }

  run(script: Script): Promise<ProcessEnd> {
    const mine = this.#turn.then(() => this.#runNow(script)).catch((cause: unknown) => this.#spoil(cause));
    this.#turn = mine.catch(() => undefined); // Told to whoever asked for it.
    return mine;
  }

  /** Of what an agent before this one had begun nothing runs any more: nothing is prepared beside it. */
  settle(): Promise<void> {
    const done = this.#turn
      .then(() => this.#endEarlier())
      .catch((cause: unknown) => {
        this.#spoil(cause);
      });
    this.#turn = done.catch(() => undefined); // Told to whoever asked for it.
    return done;
  }

  /** Tells the container to end, once what runs has ended. */
  async end(exitCode: number): Promise<void> {
    await this.#turn;
    if (this.#state === 'open') await this.#endEarlier().catch((cause: unknown) => this.#spoil(cause));
    await putFile(this.#options.folder, 'stop', `${exitCode}\n`);
  }

  async #runNow({ write, ...order }: Script): Promise<ProcessEnd> {
    if (this.#state === 'spoiled' || !(await this.#awaitShim(order.signal))) return ABORTED;
    await this.#endEarlier();
    const number = await this.#publish(write);
    const end = await this.#follow(number, order);
    const refused = end.ended === 'exited' ? await readWord(this.#path(number, 'refused')) : null;
    for (const ending of ['out', 'err']) await dropFile(this.#path(number, ending));
    return refused === null ? end : { ...end, ended: 'not-started', exitCode: null, error: refused.trim() };
  }

  #path(number: number, ending: string): string {
    return join(this.#options.folder, `${number}.${ending}`);
  }

  /** False: told to stop before. */
  async #awaitShim(signal: AbortSignal | undefined): Promise<boolean> {
    const { containerEnded, folder, stop } = this.#options;
    const isOver = () => signal?.aborted || stop.aborted || containerEnded.aborted;
    const until = performance.now() + this.#limits.shimSeconds * 1000;
    while (!isOver() && !(await isThere(join(folder, 'shim')))) {
      if (performance.now() > until)
        throw new ChannelSpoiled('The container of the tests did not begin its work.');
      await pause(LOOK_MS);
    }
    return !isOver();
  }

  /** What an agent before this one had begun, and nobody waits for any more. */
  async #endEarlier(): Promise<void> {
    if (this.#earlier === 'over') return;
    const number = this.#numbers.earlier;
    const [published, begun] = [await this.#has(number, 'cmd'), await this.#has(number, 'started')];
    if (!published && !begun) this.#numbers.takeAgain();
    else if ((await readWord(this.#path(number, 'exit'))) === null) {
      const signal = AbortSignal.abort();
      await this.#follow(number, { graceSeconds: 0, signal, onOutput: () => undefined });
    }
    this.#earlier = 'over';
  }

  #has(number: number, ending: string): Promise<boolean> {
    return isThere(this.#path(number, ending));
  }

  async #publish(write: Script['write']): Promise<number> {
    const number = await this.#numbers.next();
    for (const ending of ENDINGS)
      if (await this.#has(number, ending))
        throw new ChannelSpoiled(`Somebody else has written ${number}.${ending} into the channel.`);
    await putFile(this.#options.folder, `${number}.cmd`, write(this.#path(number, 'refused')));
    return number;
  }

  #follow(number: number, order: Omit<Script, 'write'>): Promise<ProcessEnd> {
    const { containerEnded, folder, onTerminating, stop } = this.#options;
    const signal = order.signal ? AbortSignal.any([order.signal, stop]) : stop;
    this.#pulse.restart();
    return new CommandFollower({
      ...order,
      ...{ folder, number, signal, containerEnded, onTerminating },
      ...{ pulse: this.#pulse, limits: this.#limits },
    }).follow();
  }

  #spoil(cause: unknown): ProcessEnd {
    const isOfFiles = (cause as NodeJS.ErrnoException).syscall !== undefined && !isDiskFull(cause);
    if (!isOfFiles && !(cause instanceof ChannelSpoiled)) throw cause;
    if (this.#state === 'open') this.#options.onSpoiled((cause as Error).message);
    this.#state = 'spoiled';
    return ABORTED;
  }
}

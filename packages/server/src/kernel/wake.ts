/**
 * What may have happened, so that a loop looks at once and not at its next tick. Hints: any may be lost.
 * `events`: some were appended. `positions`: the sequencer has given some theirs, so that subscribers see them.
 * `access`: somebody may do less than before; sent by whichever store's rows say so.
 */
export type WakeTopic =
  | 'queue'
  | 'groups'
  | 'collect'
  | 'events'
  | 'positions'
  | 'logs'
  | 'ending'
  | 'access'
  | 'deliveries';

/** Sent with the transaction: other servers hear of it when, and only when, it commits. */
export type Wake = {
  topic: WakeTopic;
  executionId?: string;
  /** Events of a stream that is no execution's: who waits for those of one execution need not look. */
  streamId?: string;
};

export type WakeListener = {
  /** @returns a function that stops listening. */
  on(topic: WakeTopic, heard: (wake: Wake) => void): () => void;
};

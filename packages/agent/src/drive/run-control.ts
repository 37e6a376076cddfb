/**
 * Why and how far the group is being ended.
 *
 * Owns the two signals that everything else listens to. Invariants: the first reason stands; an end is
 * also a stop; nothing is ever taken back.
 */
type StopReason = 'ordered' | 'terminated' | 'disk-full' | 'undeliverable' | 'premises-lost' | 'over';
type EndReason = 'group-over' | 'orphaned' | 'killed';

export type RunControl = {
  /** Aborted: no further test; what runs is ended by TERM, grace, KILL; what was done is still reported. */
  stop: AbortSignal;
  stopReason: () => StopReason | null;
  /** Whether the server has said so, for whatever reason it had been stopped already. */
  isOrdered: () => boolean;
  /** Aborted: nothing more is said to the server. */
  end: AbortSignal;
  endReason: () => EndReason | null;
  askStop: (reason: StopReason) => void;
  askEnd: (reason: EndReason) => void;
};

export const createRunControl = (): RunControl => {
  const stop = new AbortController();
  const end = new AbortController();
  let stopReason: StopReason | null = null;
  let endReason: EndReason | null = null;
  let ordered = false;
  const askStop = (reason: StopReason): void => {
    ordered ||= reason === 'ordered';
    stopReason ??= reason;
    stop.abort();
  };
  const askEnd = (reason: EndReason): void => {
    endReason ??= reason;
    askStop('over');
    end.abort();
  };
  return {
    stop: stop.signal,
    stopReason: () => stopReason,
    isOrdered: () => ordered,
    end: end.signal,
    endReason: () => endReason,
    askStop,
    askEnd,
  };
};

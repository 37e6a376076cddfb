/** How much a group's streams may print together. */
export type LogBudget = {
  /** Answers how many of the bytes are still within the budget. */
  spend: (bytes: number) => number;
  explainCut: () => string;
};

const DEFAULT_LOG_CAP_BYTES = 100 * 1024 ** 2;

export const createLogBudget = (capBytes = DEFAULT_LOG_CAP_BYTES): LogBudget => {
  let left = capBytes;
  return {
    spend: (bytes) => {
      const allowed = Math.min(bytes, left);
      left -= allowed;
      return allowed;
    },
    explainCut: () => `Log cut here: a group keeps at most ${Math.round(capBytes / 1024 ** 2)} MiB.`,
  };
};

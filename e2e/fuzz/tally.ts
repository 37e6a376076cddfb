/** Who was asked how often, and what came back: added up over runs, and judged. */

export type Tally = {
  /** By operation (`GET /api/v1/executions/{id}`): how often which status was answered. */
  statuses: Record<string, Record<string, number>>;
  slowestMs: Record<string, number>;
  /** The operations that ended the run's own token. */
  lostTokenAt: string[];
  /** The operations that ask for a token and were done without. */
  letInAt: string[];
  /** Groups that were still alive at the end. */
  groupsLeft: number;
  /** Of thinking up and judging. */
  cpuSeconds: number;
};

export const readTally = (text: string): Tally => JSON.parse(text) as Tally;

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum: Tally = {
    statuses: {},
    slowestMs: {},
    lostTokenAt: [],
    letInAt: [],
    groupsLeft: 0,
    cpuSeconds: 0,
  };
  for (const tally of tallies) {
    sum.lostTokenAt.push(...tally.lostTokenAt);
    sum.letInAt.push(...tally.letInAt);
    sum.groupsLeft += tally.groupsLeft;
    sum.cpuSeconds += tally.cpuSeconds;
    for (const [operation, counts] of Object.entries(tally.statuses)) {
      sum.statuses[operation] ??= {};
      const into = sum.statuses[operation];
      for (const [status, count] of Object.entries(counts)) into[status] = (into[status] ?? 0) + count;
      const slowest = Math.max(sum.slowestMs[operation] ?? 0, tally.slowestMs[operation] ?? 0);
      sum.slowestMs[operation] = slowest;
    }
  }
  return sum;
}

export const requestsOf = ({ statuses }: Tally): number =>
  Object.values(statuses)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);

const countOf = (counts: Record<string, number>, classes: RegExp) =>
  Object.entries(counts).reduce((sum, [status, count]) => sum + (classes.test(status) ? count : 0), 0);

/** Operations of the document that were never asked, or never did what they are for. */
export const neverSucceeded = ({ statuses }: Tally, operations: readonly string[]): string[] =>
  operations.filter((operation) => countOf(statuses[operation] ?? {}, /^[23]/) === 0);

export const answersOf = ({ statuses }: Tally, classes: RegExp): Record<string, number> =>
  Object.fromEntries(
    Object.entries(statuses)
      .map(([operation, counts]) => [operation, countOf(counts, classes)] as const)
      .filter(([, count]) => count > 0),
  );

/** One line an operation: how many requests, how many of them succeeded, and each status. */
export const describeTally = ({ statuses, slowestMs }: Tally): string =>
  Object.entries(statuses)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([operation, counts]) => {
      const all = countOf(counts, /./);
      const good = Math.round((100 * countOf(counts, /^[23]/)) / all);
      const each = Object.entries(counts).map(([status, count]) => `${status}: ${count}`);
      const numbers = `${String(all).padStart(6)} ${`${good} %`.padStart(6)} ${`${slowestMs[operation]} ms`.padStart(9)}`;
      return `${numbers}  ${operation}  (${each.join(', ')})`;
    })
    .join('\n');

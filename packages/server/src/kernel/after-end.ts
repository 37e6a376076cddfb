/** What is to be done elsewhere once a transaction has ended. */
import type { InTransaction, Tx } from './tx.ts';

/** `not-known`: rolled back, or lost on the way to its commit. */
type TxEnd = 'committed' | 'not-known';

/** A reaction must be right whatever else has happened meanwhile, and must not throw. */
export type AfterEnd = (tx: Tx, react: (end: TxEnd) => Promise<void>) => void;

/**
 * Transactions that tell their end. `inTransaction` returns when those who asked have done what they wanted, one
 * after the other. A transaction that was begun elsewhere tells nothing.
 */
export function tellEnds(begin: InTransaction): { inTransaction: InTransaction; afterEnd: AfterEnd } {
  const asked = new WeakMap<Tx, ((end: TxEnd) => Promise<void>)[]>();
  return {
    inTransaction: async (work) => {
      const reactions: ((end: TxEnd) => Promise<void>)[] = [];
      const tell = async (end: TxEnd) => {
        for (const react of reactions) await react(end);
      };
      const begun = begin((tx) => {
        asked.set(tx, reactions);
        return work(tx);
      });
      const value = await begun.catch(async (cause: unknown) => {
        await tell('not-known');
        throw cause;
      });
      await tell('committed');
      return value;
    },
    afterEnd: (tx, react) => void asked.get(tx)?.push(react),
  };
}

declare const transaction: unique symbol;

/** An open transaction, opaque to the domains: two ports that are given the same one commit together. */
export type Tx = { readonly [transaction]: true };

/** Runs the work in one transaction: committed when it returns, rolled back when it throws. */
export type InTransaction = <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>;

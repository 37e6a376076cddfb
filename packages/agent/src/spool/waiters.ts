/** Promises that are all settled by the next `settle`. */
export type Waiters<Value> = { wait: () => Promise<Value>; settle: (value: Value) => void };

export const createWaiters = <Value>(): Waiters<Value> => {
  let settlers: ((value: Value) => void)[] = [];
  const settle = (value: Value): void => {
    const settled = settlers;
    settlers = [];
    for (const tell of settled) tell(value);
  };
  const wait = (): Promise<Value> => {
    const { promise, resolve } = Promise.withResolvers<Value>();
    settlers.push(resolve);
    return promise;
  };
  return { wait, settle };
};

/**
 * Aho-Corasick over bytes: finds all of many patterns in one pass, whatever their number. States lie in
 * flat arrays, since a multi-line key and its encodings make some hundred thousand of them; children are
 * linked lists (nearly every state has one child), but the root's are a table.
 */
export type Automaton = {
  /** The state after `byte`. State 0 is the root. */
  step: (state: number, byte: number) => number;
  /** How many of the last bytes may yet become a pattern. */
  depth: (state: number) => number;
  /** Length of the longest pattern that ends here; 0 when none does. */
  matchLength: (state: number) => number;
};

const ROOT = 0;

export const buildAutomaton = (patterns: readonly Uint8Array[]): Automaton => {
  const trie = createTrie(1 + patterns.reduce((sum, pattern) => sum + pattern.length, 0));
  for (const pattern of patterns) insertPattern(trie, pattern);
  linkFailures(trie);
  const { depth, longest } = trie;
  return {
    step: (state, byte) => stepFrom(trie, state, byte),
    depth: (state) => depth[state] as number,
    matchLength: (state) => longest[state] as number,
  };
};

const createTrie = (capacity: number) => ({
  size: 1,
  ofRoot: new Int32Array(256),
  label: new Uint8Array(capacity),
  firstChild: new Int32Array(capacity),
  nextSibling: new Int32Array(capacity),
  failure: new Int32Array(capacity),
  depth: new Int32Array(capacity),
  longest: new Int32Array(capacity),
});
type Trie = ReturnType<typeof createTrie>;

const insertPattern = (trie: Trie, pattern: Uint8Array): void => {
  let state = ROOT;
  for (const byte of pattern) state = findChild(trie, state, byte) || addChild(trie, state, byte);
  trie.longest[state] = pattern.length;
};

/** 0 when there is none: the root is nobody's child. */
const findChild = (trie: Trie, state: number, byte: number): number => {
  if (state === ROOT) return trie.ofRoot[byte] as number;
  let child = trie.firstChild[state] as number;
  while (child !== 0 && trie.label[child] !== byte) child = trie.nextSibling[child] as number;
  return child;
};

const addChild = (trie: Trie, parent: number, byte: number): number => {
  const child = trie.size++;
  trie.label[child] = byte;
  trie.depth[child] = (trie.depth[parent] as number) + 1;
  trie.nextSibling[child] = trie.firstChild[parent] as number;
  trie.firstChild[parent] = child;
  if (parent === ROOT) trie.ofRoot[byte] = child;
  return child;
};

const stepFrom = (trie: Trie, from: number, byte: number): number => {
  for (let state = from; ; state = trie.failure[state] as number) {
    const child = findChild(trie, state, byte);
    if (child !== 0 || state === ROOT) return child;
  }
};

/** Breadth first, so that each state's failure (a shorter one) is linked before it is needed. */
const linkFailures = (trie: Trie): void => {
  const queue = new Int32Array(trie.size);
  let end = 1;
  for (let head = 0; head < end; head++) {
    const state = queue[head] as number;
    for (
      let child = trie.firstChild[state] as number;
      child !== 0;
      child = trie.nextSibling[child] as number
    ) {
      queue[end++] = child;
      if (state !== ROOT)
        trie.failure[child] = stepFrom(trie, trie.failure[state] as number, trie.label[child] as number);
      trie.longest[child] ||= trie.longest[trie.failure[child] as number] as number;
    }
  }
};

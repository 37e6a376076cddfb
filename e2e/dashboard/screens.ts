/** Every screen of the dashboard: where it is, and by what one sees that it is there. */
export type Ids = { passed: string; failed: string };
export type Screen = {
  name: string;
  /** Of a server that has run something. */
  address: (ids: Ids) => string;
  heading: RegExp;
  /** What only a full one shows. */
  full: RegExp;
  /** What an empty one says instead; null: it has no empty state, or cannot be opened. */
  empty: RegExp | null;
};

export const SCREENS: readonly Screen[] = [
  {
    name: 'overview',
    address: () => '/',
    heading: /^Overview$/,
    full: /sample shop/,
    empty: /Nothing has been run here yet/,
  },
  {
    name: 'executions',
    address: () => '/executions',
    heading: /^Executions$/,
    full: /sample shop/,
    empty: /gauntlet run \./,
  },
  {
    name: 'execution',
    address: ({ failed }) => `/executions/${failed}`,
    heading: /^shop with failures$/,
    full: /failed/,
    empty: null,
  },
];

/** What a part of the benchmark has to say: rows of a table, and words below it. */
export type Row = {
  what: string;
  measured: string;
  spread: string;
  aim: string;
  met: 'yes' | 'no' | 'no aim';
};

export type Section = {
  title: string;
  /** How it was measured, in a few sentences. */
  method: string;
  rows: readonly Row[];
  /** Markdown below the table: where the time goes. */
  notes: readonly string[];
};

export const milliseconds = (value: number): string =>
  value < 100
    ? `${value.toFixed(1)} ms`
    : value < 10_000
      ? `${Math.round(value)} ms`
      : `${(value / 1000).toFixed(1)} s`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')} a second`;
export const times = (value: number): string => value.toFixed(2);

export const atMost = (value: number, aim: number): Row['met'] => (value <= aim ? 'yes' : 'no');
export const atLeast = (value: number, aim: number): Row['met'] => (value >= aim ? 'yes' : 'no');

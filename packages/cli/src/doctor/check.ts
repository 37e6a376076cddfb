/** What one look found. A warning is something that only some need; a problem stands in everyone's way. */
export type Check = {
  name: string;
  state: 'fine' | 'warning' | 'problem';
  found: string;
  /** What to do about it. */
  advice?: string;
};

export const fine = (name: string, found: string): Check => ({ name, state: 'fine', found });
export const warning = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'warning',
  found,
  advice,
});
export const problem = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'problem',
  found,
  advice,
});

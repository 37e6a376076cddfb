/** package.json's scripts refer to each other; what `npm test` runs is the text with all of it put in. */

const REFERENCE = /\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)(?:\s+--(?=\s|$))?/g;
const DEEPEST = 5;

function expand(scripts: Readonly<Record<string, string>>, text: string, within: readonly string[]): string {
  if (within.length > DEEPEST) return text;
  return text.replace(REFERENCE, (reference, name: string) => {
    const script = scripts[name];
    return script === undefined || within.includes(name)
      ? reference
      : expand(scripts, script, [...within, name]);
  });
}

/** The test script with the scripts it runs in their places; empty when there is none. */
export function expandTestScript(scripts: Readonly<Record<string, string>>): string {
  const script = scripts.test;
  return script === undefined ? '' : expand(scripts, script, ['test']);
}

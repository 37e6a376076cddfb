/**
 * Where JSON.parse stopped. V8 says the position in some of its messages only; for the others it is found
 * by halving: a prefix that is good so far fails at its own end, a longer one fails inside.
 */
const failureOf = (text: string): string | null => {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const positionIn = (message: string): number | null => {
  const found = /at position (\d+)/.exec(message);
  return found === null ? null : Number(found[1]);
};

const failsAtItsEnd = (prefix: string) => {
  const message = failureOf(prefix);
  return (
    message === null || /end of JSON|Unterminated/.test(message) || positionIn(message) === prefix.length
  );
};

/** @returns offset of the first character that cannot stand where it stands, and V8's words for it; null for JSON. */
export function findJsonError(text: string): { offset: number; message: string } | null {
  const message = failureOf(text);
  if (message === null) return null;
  const short = message.replace(/ in JSON at position.*$/, '').replace(/, (\.\.\.)?".*$/s, '');
  const said = positionIn(message);
  if (said !== null) return { offset: said, message: short };
  if (failsAtItsEnd(text)) return { offset: text.length, message: short };
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (failsAtItsEnd(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return { offset: bad - 1, message: short };
}

/** Text that comes in pieces, line by line. Others write it: a line is only so long. */

export class LineTooLong extends Error {
  constructor(mostBytes: number) {
    super(`A line has more than ${mostBytes} bytes.`);
    this.name = 'LineTooLong';
  }
}

const NEWLINE = 10;

/** Empty lines are left out. What comes after the last newline is a line as well. @throws LineTooLong */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<string> {
  let begun: Uint8Array[] = [];
  let bytes = 0;
  const take = (end: Uint8Array): string => {
    const line = Buffer.concat([...begun, end]).toString('utf8');
    begun = [];
    bytes = 0;
    return line;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      if (bytes + at - from > mostBytes) throw new LineTooLong(mostBytes);
      const line = take(piece.subarray(from, at));
      from = at + 1;
      if (line !== '') yield line;
    }
    bytes += piece.byteLength - from;
    if (bytes > mostBytes) throw new LineTooLong(mostBytes);
    if (from < piece.byteLength) begun.push(piece.subarray(from));
  }
  if (bytes > 0) yield take(new Uint8Array());
}

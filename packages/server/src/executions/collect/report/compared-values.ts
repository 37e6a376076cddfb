/** Expected and actual side by side in lines, with the differing part of a changed line marked. */
import { commonEnds, type DiffLine, diffLines } from './diff-lines.ts';
import { html, type Markup } from './html.ts';

const MOST_LINES = 400;
const CONTEXT = 3;
const SIGNS = { same: ' ', expected: '-', actual: '+' } as const;

export function renderCompared(expected: string, actual: string): Markup {
  const lines = diffLines(expected, actual);
  const rows = foldEqual(lines.slice(0, MOST_LINES)).map((row) =>
    typeof row === 'number' ? html`<span class="fold">  … ${row} equal lines …\n</span>` : renderLine(row),
  );
  const left = lines.length - MOST_LINES;
  return html`<figure class="diff"><figcaption><span class="expected">- expected</span> <span class="actual">+ actual</span></figcaption><pre>${rows}${
    left > 0 && html`<span class="fold">  … ${left} more lines\n</span>`
  }</pre></figure>`;
}

type Row = DiffLine & { mark?: { head: number; tail: number } };

/** Long runs of equal lines become their number; a pair of changed lines gets its difference marked. */
function foldEqual(lines: readonly DiffLine[]): (Row | number)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const rows: (Row | number)[] = [];
  lines.forEach((line, index) => {
    const last = rows[rows.length - 1];
    if (near[index]) rows.push({ ...line, mark: markOf(lines, index) });
    else if (typeof last === 'number') rows[rows.length - 1] = last + 1;
    else rows.push(1);
  });
  return rows;
}

function markOf(lines: readonly DiffLine[], index: number): Row['mark'] {
  const line = lines[index];
  const partner = line?.kind === 'expected' ? lines[index + 1] : lines[index - 1];
  const before = line?.kind === 'expected' ? lines[index - 1] : lines[index - 2];
  const after = line?.kind === 'expected' ? lines[index + 2] : lines[index + 1];
  if (!line || !partner || line.kind === 'same' || partner.kind === 'same' || partner.kind === line.kind)
    return;
  if (before?.kind === 'expected' || after?.kind === 'actual') return;
  const ends = commonEnds(line.text, partner.text);
  return ends.head + ends.tail > 0 ? ends : undefined;
}

function renderLine({ kind, text, mark }: Row): Markup {
  const body = mark ? renderMarked(text, mark.head, text.length - mark.tail) : html`${text}`;
  return html`<span class="${kind}">${SIGNS[kind]} ${body}\n</span>`;
}

const renderMarked = (text: string, from: number, to: number): Markup =>
  html`${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}`;

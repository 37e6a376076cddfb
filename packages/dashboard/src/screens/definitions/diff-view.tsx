/** Two texts as one: lines that went and came are marked by a sign and a colour. */
import { useMemo } from 'react';
import { type DiffLine, diffLines } from './line-diff.ts';

type Props = { before: string; after: string; compared: boolean };

const LOOKS: Readonly<Record<DiffLine['kind'], { sign: string; word: string; look: string }>> = {
  same: { sign: ' ', word: '', look: '' },
  gone: { sign: '−', word: 'removed: ', look: 'bg-fail-soft' },
  come: { sign: '+', word: 'added: ', look: 'bg-pass-soft' },
};

export function DiffView({ before, after, compared }: Props) {
  const lines = useMemo(
    () => (compared ? diffLines(before, after) : diffLines(after, after)),
    [before, after, compared],
  );
  const changed = lines.some(({ kind }) => kind !== 'same');
  return (
    <>
      {compared && !changed && (
        <p className="border-b border-line px-3.5 py-2 text-muted">They say the same.</p>
      )}
      <section
        aria-label="The text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        className="max-h-[70vh] overflow-auto py-1.5 font-mono text-xs focus-visible:-outline-offset-2"
      >
        <ol className="w-max min-w-full">
          {lines.map(({ kind, text, before: old, after: now }) => {
            const { sign, word, look } = LOOKS[kind];
            return (
              <li key={`${old}-${now}`} className={`flex whitespace-pre ${look}`}>
                <span aria-hidden="true" className="w-10 shrink-0 pr-2 text-right text-muted select-none">
                  {now ?? old}
                </span>
                <span aria-hidden="true" className="w-4 shrink-0 select-none">
                  {sign}
                </span>
                {word && <span className="sr-only">{word}</span>}
                <span className="pr-3">{text || ' '}</span>
              </li>
            );
          })}
        </ol>
      </section>
    </>
  );
}

import { useMemo } from 'react';
import { plural } from '../../../kit/quantities.ts';
import { stripAnsi } from '../ansi.ts';
import { ScrollBox } from '../scroll-box.tsx';
import { compareValues, type DiffLine, type Part } from './differences.ts';

type Props = { expected: string; actual: string };

/** Line by line with the words that differ marked; one below the other where that would help nobody. */
export function Differences({ expected, actual }: Props) {
  const [left, right] = [stripAnsi(expected), stripAnsi(actual)];
  const lines = useMemo(() => compareValues(left, right), [left, right]);
  return (
    <div className="mt-1 overflow-hidden rounded-md border border-line">
      <p className="flex gap-4 border-b border-line bg-sunken px-3 py-0.5 text-xs">
        <span className="text-pass">− expected</span>
        <span className="text-fail">+ actual</span>
      </p>
      <ScrollBox label="Difference" className="max-h-96 overflow-auto py-1 font-mono text-xs leading-5">
        {lines === null ? (
          <>
            <Whole kind="expected" text={left} />
            <Whole kind="actual" text={right} />
          </>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a comparison never move
          lines.map((line, index) => <Line key={index} line={line} />)
        )}
      </ScrollBox>
    </div>
  );
}

const LOOKS = {
  equal: { sign: ' ', tone: '', mark: '' },
  expected: { sign: '−', tone: 'bg-pass-soft', mark: 'bg-pass-fill/35 text-text font-semibold' },
  actual: { sign: '+', tone: 'bg-fail-soft', mark: 'bg-fail-fill/30 text-text font-semibold' },
} as const;

function Line({ line }: { line: DiffLine }) {
  if (line.kind === 'folded')
    return <p className="bg-sunken px-3 text-muted">… {plural(line.lines, 'equal line')}</p>;
  return <Signed kind={line.kind} parts={line.parts} />;
}

const Whole = ({ kind, text }: { kind: 'expected' | 'actual'; text: string }) => (
  <Signed kind={kind} parts={[{ text, changed: false }]} />
);

function Signed({ kind, parts }: { kind: keyof typeof LOOKS; parts: readonly Part[] }) {
  const { sign, tone, mark } = LOOKS[kind];
  return (
    <div className={`flex px-3 ${tone}`}>
      <span className="w-4 shrink-0 select-none text-muted">{sign}</span>
      <pre className="min-w-0 break-words whitespace-pre-wrap">
        {parts.map(({ text, changed }, index) =>
          changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move
            <mark key={index} className={`rounded-xs ${mark}`}>
              {text}
            </mark>
          ) : (
            text
          ),
        )}
      </pre>
    </div>
  );
}

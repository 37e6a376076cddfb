/** What is wrong with the text, each with its line and column; a click goes there. */
import type { RefObject } from 'react';
import { plural } from '../../../kit/quantities.ts';
import type { Fault } from './document.ts';

type Props = { faults: readonly Fault[]; area: RefObject<HTMLTextAreaElement | null> };

const MOST = 20;

export function FaultList({ faults, area }: Props) {
  return (
    <div id="definition-faults" role="status" className="mt-2 text-sm">
      {faults.length === 0 && <p className="text-pass">✓ A good definition.</p>}
      {faults.length > 0 && (
        <>
          <p className="font-medium text-fail">✗ {plural(faults.length, 'fault')}:</p>
          <ul className="max-h-40 overflow-y-auto">
            {faults.slice(0, MOST).map((fault) => (
              <li key={`${fault.line}:${fault.column}:${fault.path}:${fault.message}`}>
                <button
                  type="button"
                  className="flex w-full gap-2 rounded px-1 text-left hover:bg-quiet-soft"
                  onClick={() => goTo(area.current, fault)}
                >
                  <span className="shrink-0 text-muted tabular-nums">
                    {fault.line}:{fault.column}
                  </span>
                  <span className="min-w-0 break-words">
                    {fault.path && <code className="font-mono text-xs">{fault.path}</code>} {fault.message}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function goTo(area: HTMLTextAreaElement | null, { line, column }: Fault): void {
  if (!area) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(start, start + Math.max(1, (lines[line - 1]?.length ?? 0) - column + 1));
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 4);
}

/** The text, with the numbers of its lines and a mark at each that has a fault. */
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import type { Fault } from './document.ts';

type Props = {
  text: string;
  onChange: (text: string) => void;
  faults: readonly Fault[];
  readOnly: boolean;
  area: RefObject<HTMLTextAreaElement | null>;
};

const LINE_REM = 1.45;

export function YamlPane({ text, onChange, faults, readOnly, area }: Props) {
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split('\n').length;
  const faulty = new Map(faults.map(({ line, message }) => [line, message]));
  return (
    <div className="flex min-h-72 flex-1 overflow-hidden rounded-md border border-line-strong/60 bg-surface focus-within:border-accent">
      <div
        ref={gutter}
        aria-hidden="true"
        className="shrink-0 overflow-hidden border-r border-line bg-sunken py-2 text-right font-mono text-xs text-muted select-none"
      >
        {Array.from({ length: lines }, (_, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            key={index}
            title={faulty.get(index + 1)}
            className={`px-2 ${faulty.has(index + 1) ? 'bg-fail-soft font-bold text-fail' : ''}`}
            style={{ height: `${LINE_REM}rem`, lineHeight: `${LINE_REM}rem` }}
          >
            {faulty.has(index + 1) ? '✗ ' : ''}
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        aria-label="The definition in YAML"
        aria-invalid={faults.length > 0}
        aria-describedby="definition-faults"
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        onChange={({ target }) => onChange(target.value)}
        onScroll={({ currentTarget }) => {
          if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop;
        }}
        onKeyDown={(event) => indent(event, onChange)}
        className="min-w-0 flex-1 resize-none overflow-auto bg-transparent px-2.5 py-2 font-mono text-xs whitespace-pre focus-visible:-outline-offset-2"
        style={{ lineHeight: `${LINE_REM}rem` }}
      />
    </div>
  );
}

/** A new line begins where the last one did. Tab stays what moves on: nobody is caught in the text. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
  const area = event.currentTarget;
  const before = area.value.slice(0, area.selectionStart);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const spaces = /^\s*(- )?/.exec(line)?.[0].replace('-', ' ') ?? '';
  const deeper = /:\s*$/.test(line) ? '  ' : '';
  if (spaces === '' && deeper === '') return;
  event.preventDefault();
  const inserted = `\n${spaces}${deeper}`;
  const text = before + inserted + area.value.slice(area.selectionEnd);
  onChange(text);
  const at = before.length + inserted.length;
  requestAnimationFrame(() => area.setSelectionRange(at, at));
}

import { plural } from '../../../kit/quantities.ts';
import { ScrollBox } from '../scroll-box.tsx';
import { Part } from './part.tsx';
import { readStack, type StackPart } from './stack.ts';

/** Own frames stand out, those of libraries open when one asks for them. */
export function Stack({ stack, message }: { stack: string; message: string | null }) {
  const parts = readStack(stack, message);
  if (parts.every((part) => part.kind !== 'foreign' && part.text.trim() === '')) return null;
  return (
    <Part title="Stack">
      <ScrollBox
        label="Frames"
        className="max-h-96 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5"
      >
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stack never move
          <Frames key={index} part={part} />
        ))}
      </ScrollBox>
    </Part>
  );
}

function Frames({ part }: { part: StackPart }) {
  if (part.kind !== 'foreign')
    return (
      <pre
        className={`break-words whitespace-pre-wrap ${part.kind === 'own' ? 'font-semibold' : 'text-muted'}`}
      >
        {part.text || ' '}
      </pre>
    );
  return (
    <details className="text-muted">
      <summary className="pl-4 select-none">{plural(part.lines.length, 'frame')} of libraries</summary>
      <pre className="break-words whitespace-pre-wrap">{part.lines.join('\n')}</pre>
    </details>
  );
}

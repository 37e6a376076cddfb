import { plural } from '../../../kit/quantities.ts';
import { readStack } from './stack.ts';

/** Own frames stand out, those of libraries open when one asks for them. */
export function Stack({ stack, message }: { stack: string; message: string | null }) {
  return (
    <div className="max-h-96 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5">
      {readStack(stack, message).map((part, index) => {
        // The parts of a stack never move.
        const key = index;
        if (part.kind === 'foreign')
          return (
            <details key={key} className="text-muted">
              <summary className="pl-4 select-none">
                {plural(part.lines.length, 'frame')} of libraries
              </summary>
              <pre className="break-words whitespace-pre-wrap">{part.lines.join('\n')}</pre>
            </details>
          );
        return (
          <pre
            key={key}
            className={`break-words whitespace-pre-wrap ${part.kind === 'own' ? 'font-semibold' : 'text-muted'}`}
          >
            {part.text || ' '}
          </pre>
        );
      })}
    </div>
  );
}

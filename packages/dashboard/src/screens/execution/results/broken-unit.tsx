/** A file, or whatever runs alone, that ended without telling how its tests went. */
import { Link } from '@tanstack/react-router';
import { formatDuration } from '../../../kit/quantities.ts';
import { reasonWords } from '../../../parts/reasons.ts';
import { AnsiText } from '../ansi-text.tsx';
import type { Unit } from '../queries.ts';
import { ScrollBox } from '../scroll-box.tsx';

export function BrokenUnit({
  unit: { title, reason, message, groupIndex, durationMs, counts },
}: {
  unit: Unit;
}) {
  const words = reasonWords(reason ?? 'runner-crashed');
  return (
    <div className="flex items-baseline gap-2 border-b border-line bg-fail-soft px-3 py-1.5">
      <span className="w-3 shrink-0 text-center font-semibold text-fail" aria-hidden="true">
        !
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <b className="font-medium">{title}</b> <span className="text-fail">{words.text}</span>
          {counts && counts.total > 0 && (
            <span className="text-muted"> What it told before that is below.</span>
          )}
        </p>
        {message && (
          <ScrollBox
            label="Why"
            className="mt-0.5 max-h-40 overflow-auto font-mono text-xs whitespace-pre-wrap"
          >
            <AnsiText text={message} />
          </ScrollBox>
        )}
        <p className="text-xs text-muted">{words.advice}</p>
      </div>
      <Link
        from="/executions/$id"
        search={(known) => ({
          ...known,
          tab: 'logs' as const,
          group: groupIndex ?? undefined,
          stream: 'output' as const,
        })}
        data-row
        className="text-sm whitespace-nowrap"
      >
        Log{groupIndex === null ? '' : ` of group ${groupIndex + 1}`}
      </Link>
      {durationMs !== null && (
        <span className="text-xs whitespace-nowrap text-muted tabular-nums">
          {formatDuration(durationMs)}
        </span>
      )}
    </div>
  );
}

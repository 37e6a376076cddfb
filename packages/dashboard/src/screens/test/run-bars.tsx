/** The runs of a test as bars: how long each took, and how it went; the oldest at the left. */
import type { Schema } from '../../api/client.ts';
import { FILL } from '../../kit/outcome.tsx';
import { formatDuration } from '../../kit/quantities.ts';
import { lookOfOutcome } from '../../parts/test-row.tsx';

type Run = Schema['TestRunList']['items'][number];

const MOST = 100;
const LEAST_HEIGHT_PERCENT = 10;
/** What is quicker differs by chance alone. */
const LEAST_SCALE_MS = 5;

/** The list below says the same in words: this is for the eye. */
export function RunBars({ runs }: { runs: readonly Run[] }) {
  const shown = runs.slice(0, MOST).toReversed();
  const longest = Math.max(LEAST_SCALE_MS, ...shown.map(({ durationMs }) => durationMs));
  return (
    <div aria-hidden="true" className="flex h-20 items-end gap-px border-b border-line px-3.5 pt-3 pb-1">
      {shown.map(({ resultId, durationMs, outcome }) => {
        const look = lookOfOutcome(outcome);
        return (
          <span
            key={resultId}
            title={`${look.word}, ${formatDuration(durationMs)}`}
            className={`max-w-4 min-w-[2px] flex-1 rounded-t-sm ${FILL[look.tone]}`}
            style={{ height: `${Math.max(LEAST_HEIGHT_PERCENT, (durationMs / longest) * 100)}%` }}
          />
        );
      })}
    </div>
  );
}

/** A trace of Playwright: what was done, and how the page looked then. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keyOf, useWorkspace } from '../../../../api/workspace.tsx';
import { AnsiText } from '../../../../kit/ansi-text.tsx';
import { Loading } from '../../../../kit/notice.tsx';
import { formatDuration, plural } from '../../../../kit/quantities.ts';
import type { Artifact } from '../../queries.ts';
import { HowToOpen } from './how-to-open.tsx';
import type { OpenedTrace } from './open-trace.ts';
import { Picture } from './picture.tsx';
import { Steps } from './steps.tsx';
import { frameAt, type TraceStep } from './trace.ts';
import { Happened, Requests } from './what-happened.tsx';

export function TraceView({ artifact }: { artifact: Artifact }) {
  const { project, api } = useWorkspace();
  const { artifactId, link, sizeBytes } = artifact;
  const found = useQuery({
    queryKey: keyOf(project, 'artifact', artifactId, 'trace'),
    queryFn: async ({ signal }) => {
      // What unpacks it is needed for nothing else.
      const { openTrace } = await import('./open-trace.ts');
      return openTrace(sizeBytes, async (from, length) => {
        const range = `bytes=${from}-${from + length - 1}`;
        const answer = await api.open(link, { headers: { range }, signal });
        return new Uint8Array(await answer.arrayBuffer());
      });
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (found.isPending) return <Loading what="the trace" />;
  if (found.isError)
    return <HowToOpen artifact={artifact} because={`It cannot be shown here: ${found.error.message}`} />;
  if (found.data === null)
    return <HowToOpen artifact={artifact} because="Nothing of Playwright’s kind is in it." />;
  return <Shown artifact={artifact} opened={found.data} />;
}

function Shown({ artifact, opened: { trace, readPicture } }: { artifact: Artifact; opened: OpenedTrace }) {
  const failed = trace.steps.findLast(({ error }) => error !== null);
  const [stepId, setStep] = useState(failed?.id ?? trace.steps.findLast(({ around }) => !around)?.id);
  const step = trace.steps.find(({ id }) => id === stepId);
  const [atMs, setAt] = useState(endOf(step) ?? 0);
  const index = frameAt(trace.frames, atMs);
  const frame = trace.frames[index];
  const choose = (chosen: TraceStep) => {
    setStep(chosen.id);
    setAt(endOf(chosen) ?? 0);
  };
  return (
    <div className="@container h-full">
      <div className="grid @4xl:h-full @4xl:grid-cols-[24rem_minmax(0,1fr)] @4xl:grid-rows-[minmax(0,1fr)]">
        <section aria-label="Steps" className="min-h-0 border-line @4xl:overflow-auto @4xl:border-r">
          <p className="border-b border-line px-4 py-2 text-sm text-muted">
            {[trace.browser, `Playwright ${trace.playwright}`, formatDuration(trace.lengthMs)]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Steps steps={trace.steps} chosen={stepId} choose={choose} />
          {trace.cut && (
            <p className="px-4 py-2 text-sm text-muted">There is more in it than is shown here.</p>
          )}
        </section>
        <div className="min-h-0 @4xl:overflow-auto">
          {frame ? (
            <>
              <Picture
                key={frame.file}
                file={frame.file}
                read={readPicture}
                point={step?.point ?? null}
                alt={`The page ${formatDuration(frame.atMs)} after the beginning`}
              />
              <label className="flex items-center gap-3 border-b border-line px-4 py-2 text-sm text-muted">
                <span className="whitespace-nowrap tabular-nums">
                  Picture {index + 1} of {trace.frames.length}, at {formatDuration(frame.atMs)}
                </span>
                <input
                  type="range"
                  min={0}
                  max={trace.frames.length - 1}
                  value={index}
                  onChange={({ target }) => setAt(trace.frames[Number(target.value)]?.atMs ?? 0)}
                  onKeyDown={(event) => event.stopPropagation()}
                  className="min-w-0 flex-1 accent-accent"
                />
              </label>
            </>
          ) : (
            <p className="border-b border-line px-4 py-6 text-center text-sm text-muted">
              It holds no pictures of the page.
            </p>
          )}
          <div className="space-y-5 px-4 py-4">
            {step && <StepDetail step={step} />}
            <Happened lines={trace.lines} />
            <Requests requests={trace.requests} />
            <details>
              <summary className="cursor-pointer text-sm text-muted">
                More of it in Playwright’s own viewer
              </summary>
              <HowToOpen artifact={artifact} />
            </details>
          </div>
        </div>
      </div>
    </div>
  );
}

const endOf = (step: TraceStep | undefined) => step?.endMs ?? step?.startMs;

function StepDetail({ step: { title, error, log, startMs, endMs } }: { step: TraceStep }) {
  return (
    <section aria-label="The step" className="space-y-2">
      <h3 className="font-semibold break-words">
        {title}{' '}
        <span className="text-sm font-normal text-muted">
          {endMs === null ? 'never ended' : formatDuration(endMs - startMs)}
        </span>
      </h3>
      {error !== null && (
        <pre className="rounded-md bg-fail-soft px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap break-words">
          <AnsiText text={error} />
        </pre>
      )}
      {log.length > 0 && (
        <details open={error !== null}>
          <summary className="cursor-pointer text-sm text-muted">
            {plural(log.length, 'line')} of its log
          </summary>
          <pre className="mt-1 rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap break-words">
            {log.join('\n')}
          </pre>
        </details>
      )}
    </section>
  );
}

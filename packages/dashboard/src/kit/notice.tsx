/** What is said instead of content: nothing yet, still loading, or what went wrong and what to do. */
import { GauntletProblem, NoAnswer, UnexpectedAnswer } from '@gauntlet/client';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mx-auto max-w-xl px-4 py-14 text-center">
      <p className="text-base font-medium">{title}</p>
      {children && <div className="mt-2 text-muted">{children}</div>}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="px-4 py-10 text-center text-muted">
      Loading {what} …
    </p>
  );
}

/** In the server's own words where it has some: they say what, which and what to do. */
export function describeFailure(error: unknown): { title: string; detail: string } {
  if (error instanceof GauntletProblem)
    return { title: error.problem.title, detail: error.problem.detail ?? '' };
  if (error instanceof NoAnswer)
    return { title: 'The server does not answer', detail: 'It is asked again as soon as it is back.' };
  if (error instanceof UnexpectedAnswer) return { title: 'Something else answered', detail: error.message };
  return {
    title: 'This part of the page failed',
    detail: error instanceof Error ? error.message : String(error),
  };
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail } = describeFailure(error);
  return (
    <div
      role="alert"
      className="mx-auto my-6 max-w-2xl rounded-md border border-fail/40 bg-fail-soft px-4 py-3"
    >
      <p className="font-medium text-fail">{title}</p>
      {detail && <p className="mt-1 break-words">{detail}</p>}
      {retry && (
        <Button className="mt-3" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

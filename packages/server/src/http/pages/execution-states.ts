/** The way an execution went through its states, and how long it stayed in each. */
import type { ExecutionStatus, ExecutionView, RecordedExecutionEvent } from '@gauntlet/contract';
import { formatDuration, formatUtc, html, type Markup } from '../../executions/index.ts';
import { describeStatus } from './status-chip.ts';

type Step = { status: ExecutionStatus; at: string; attempt: number };

export function renderStates(
  events: readonly RecordedExecutionEvent[],
  { status }: Pick<ExecutionView, 'status'>,
): Markup {
  const steps = events.flatMap(({ at, event }): Step[] =>
    event.type === 'status-changed' ? [{ status: event.data.to, at, attempt: event.data.attempt }] : [],
  );
  if (steps.length === 0) return html``;
  const isOver = status === 'archived' || status === 'rejected';
  return html`<section aria-labelledby="states-title"><h2 id="states-title">Course</h2><ol class="states">${steps.map(
    (step, index) => renderStep(step, steps[index + 1], isOver),
  )}</ol></section>`;
}

function renderStep(step: Step, next: Step | undefined, isOver: boolean): Markup {
  const title = `${formatUtc(step.at)}${step.attempt > 0 ? `, attempt ${step.attempt + 1}` : ''}`;
  const stay = next
    ? html`${formatDuration(Date.parse(next.at) - Date.parse(step.at))}`
    : !isOver && html`<span data-since="${step.at}"></span>`;
  return html`<li${!next && html` aria-current="step"`} title="${title}"><span>${describeStatus(step.status)}</span> <span class="muted number">${stay}</span></li>`;
}

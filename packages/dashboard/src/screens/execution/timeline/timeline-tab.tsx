import type { Execution } from '../queries.ts';
export function TimelineTab({ execution }: { execution: Execution }) {
  return <p>{execution.name}</p>;
}

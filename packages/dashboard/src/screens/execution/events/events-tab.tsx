import type { Execution } from '../queries.ts';
export function EventsTab({ execution }: { execution: Execution }) {
  return <p>{execution.name}</p>;
}

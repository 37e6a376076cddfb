import type { Execution } from '../queries.ts';
export function LogTab({ execution }: { execution: Execution }) {
  return <p>{execution.name}</p>;
}

import type { Execution } from '../queries.ts';
export function ArtifactsTab({ execution }: { execution: Execution }) {
  return <p>{execution.name}</p>;
}

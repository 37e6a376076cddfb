/** Whose runs show a cause. */
import { Link } from '@tanstack/react-router';
import { Panel } from '../../kit/panel.tsx';
import { formatCount } from '../../kit/quantities.ts';
import type { Cause } from './cause-query.ts';

export function Definitions({ cause: { definitions } }: { cause: Cause }) {
  if (definitions.length === 0) return null;
  return (
    <Panel title="Definitions" side="The last 30 days">
      <ul>
        {definitions.map(({ definitionId, name, occurrences }) => (
          <li
            key={definitionId}
            className="flex justify-between gap-3 border-b border-line px-3.5 py-1.5 text-sm last:border-0"
          >
            <Link to="/definitions/$id" params={{ id: definitionId }} className="min-w-0 truncate">
              <bdi>{name}</bdi>
            </Link>
            <span className="text-muted tabular-nums">{formatCount(occurrences)}×</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Why there: how the nodes were scored when the execution was scheduled. */
import { Panel } from '../../../kit/panel.tsx';
import { formatShare } from '../../../kit/quantities.ts';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import type { Execution } from '../queries.ts';

type ScoredNode = {
  name: string;
  fits: boolean;
  score: number;
  cpuFit: number;
  memoryFit: number;
  spotPreference: number;
  /** Of nodes of clusters; not there for executions of before it was told. */
  imageLocality?: number;
  /** Not there for executions of before it was told. */
  why?: string;
};

const isScored = (node: unknown): node is ScoredNode =>
  typeof node === 'object' && node !== null && 'name' in node && 'score' in node && 'fits' in node;

type Props = { placement: Execution['placement']; groups: Execution['groups'] };

export function Placement({ placement, groups }: Props) {
  const nodes = Array.isArray(placement) ? placement.filter(isScored) : [];
  if (nodes.length === 0) return null;
  const used = new Map<string, number>();
  for (const { nodeName } of groups) if (nodeName) used.set(nodeName, (used.get(nodeName) ?? 0) + 1);
  return (
    <Panel
      title="Why there?"
      side="the scores when it was scheduled: the fullest node that still fits is preferred"
    >
      <ScrollBox label="Scores of nodes" className="overflow-x-auto focus-visible:-outline-offset-2">
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-muted">
            <tr>
              {['Node', 'Score', 'CPU fit', 'Memory fit', 'Spot', 'Image', 'Groups here'].map(
                (name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={`px-3.5 py-1.5 font-medium whitespace-nowrap ${index > 0 ? 'text-right' : ''}`}
                  >
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <Scores key={node.name} node={node} groups={used.get(node.name) ?? 0} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function Scores({
  node: { name, fits, score, cpuFit, memoryFit, spotPreference, imageLocality = 0, why },
  groups,
}: {
  node: ScoredNode;
  groups: number;
}) {
  const numbers = [
    String(Math.round(score * 10) / 10),
    ...[cpuFit, memoryFit, spotPreference, imageLocality].map((share) => formatShare(share, 1)),
  ];
  return (
    <tr className={`border-t border-line ${groups > 0 ? 'font-medium' : ''}`}>
      <th scope="row" className="min-w-48 px-3.5 py-1.5 text-left font-[inherit]">
        {name}
        {!fits && <span className="ml-2 font-normal text-fail">does not fit</span>}
        {why && <div className="font-normal text-xs text-muted">{why}</div>}
      </th>
      {numbers.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
        <td key={index} className="px-3.5 py-1.5 text-right whitespace-nowrap tabular-nums">
          {value}
        </td>
      ))}
      <td className="px-3.5 py-1.5 text-right tabular-nums">{groups === 0 ? '–' : groups}</td>
    </tr>
  );
}

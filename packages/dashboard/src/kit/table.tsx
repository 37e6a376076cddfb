/** Rows of facts under headings. It scrolls within itself where the screen is narrower than it. */
import type { ReactNode } from 'react';

type Props = { label: string; heads: readonly ReactNode[]; children: ReactNode };

export function Table({ label, heads, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section aria-label={label} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {heads.map((head, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: headings never move
              <th key={index} scope="col" className="px-3.5 py-1.5 font-medium whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export const rowClass = 'border-b border-line last:border-0 hover:bg-sunken';

export function Cell({ children, className = '' }: { children?: ReactNode; className?: string }) {
  return <td className={`px-3.5 py-2 align-middle ${className}`}>{children}</td>;
}

/** Rows of facts under headings. It scrolls within itself where the screen is narrower than it. */
import type { ReactNode } from 'react';

/** `wide`: of a column that narrow screens do without. */
type Head = ReactNode | { wide: string };
type Props = { label: string; heads: readonly Head[]; children: ReactNode };

const WIDE = 'hidden @2xl:table-cell';
const isWide = (head: Head): head is { wide: string } =>
  typeof head === 'object' && head !== null && 'wide' in head;

export function Table({ label, heads, children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      className="@container overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {heads.map((head, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: headings never move
                key={index}
                scope="col"
                className={`px-3.5 py-1.5 font-medium whitespace-nowrap ${isWide(head) ? WIDE : ''}`}
              >
                {isWide(head) ? head.wide : head || <span className="sr-only">Actions</span>}
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

type CellProps = { children?: ReactNode; className?: string; wide?: boolean };

export function Cell({ children, className = '', wide = false }: CellProps) {
  return <td className={`px-3.5 py-2 align-middle ${wide ? WIDE : ''} ${className}`}>{children}</td>;
}

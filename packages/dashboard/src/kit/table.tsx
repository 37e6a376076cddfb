/**
 * Rows of facts under headings. On a narrow screen a row of a table with wide columns is a block: what stands in
 * those columns is told below the rest, each with its heading. Any other table scrolls within itself there.
 */
import type { ReactNode } from 'react';
import { ScrollBox } from './scroll-box.tsx';

/** `wide`: of a column that narrow screens have no room for. */
type Head = ReactNode | { wide: string };
type Props = { label: string; heads: readonly Head[]; children: ReactNode };

const WIDE =
  '@max-2xl:group-data-blocks/table:order-1 @max-2xl:group-data-blocks/table:basis-full @max-2xl:group-data-blocks/table:py-0.5 @max-2xl:text-xs';
const BLOCK = '@max-2xl:group-data-blocks/table:block';
const isWide = (head: Head): head is { wide: string } =>
  typeof head === 'object' && head !== null && 'wide' in head;

export function Table({ label, heads, children }: Props) {
  return (
    <ScrollBox
      label={label}
      data-blocks={heads.some(isWide) ? true : undefined}
      className="group/table @container overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse text-left text-sm">
        <thead className="@max-2xl:group-data-blocks/table:sr-only">
          <tr className="border-b border-line text-xs text-muted">
            {heads.map((head, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: headings never move
                key={index}
                scope="col"
                className="px-3.5 py-1.5 font-medium whitespace-nowrap"
              >
                {isWide(head) ? head.wide : head || <span className="sr-only">Actions</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}

export const rowClass =
  'border-b border-line last:border-0 hover:bg-sunken @max-2xl:group-data-blocks/table:flex @max-2xl:group-data-blocks/table:flex-wrap @max-2xl:group-data-blocks/table:items-center @max-2xl:group-data-blocks/table:py-1';

/** `wide`: of a wide column; its heading, told with it on narrow screens. */
type CellProps = { children?: ReactNode; className?: string; wide?: string };

export function Cell({ children, className = '', wide }: CellProps) {
  return (
    <td className={`px-3.5 py-2 align-middle ${BLOCK} ${wide === undefined ? '' : WIDE} ${className}`}>
      {wide !== undefined && (
        <span aria-hidden="true" className="mr-1.5 font-sans text-muted @2xl:hidden">
          {wide}:
        </span>
      )}
      {children}
    </td>
  );
}

/** What one may do with what the row tells of. */
export const Doings = ({ children }: { children?: ReactNode }) => (
  <Cell className="text-right @max-2xl:group-data-blocks/table:order-2 @max-2xl:group-data-blocks/table:basis-full @max-2xl:group-data-blocks/table:empty:hidden">
    {children}
  </Cell>
);

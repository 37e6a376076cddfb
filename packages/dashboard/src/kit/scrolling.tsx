/** What may be wider than its place: it scrolls by itself, and by keys as well. */
import type { ReactNode } from 'react';

type Props = { label: string; className?: string; children: ReactNode };

export const Scrolling = ({ label, className = '', children }: Props) => (
  <section
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    tabIndex={0}
    className={`overflow-x-auto focus-visible:-outline-offset-2 ${className}`}
  >
    {children}
  </section>
);

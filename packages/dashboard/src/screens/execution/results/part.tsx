import type { ReactNode } from 'react';

/** A part of a result, with its heading. */
export const Part = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <section>
    <h3 className="mb-1 text-xs font-semibold tracking-wide text-muted">{title}</h3>
    {children}
  </section>
);

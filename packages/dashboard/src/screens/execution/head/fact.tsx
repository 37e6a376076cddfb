/** A name and what is known under it. */
import type { ReactNode } from 'react';

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex max-w-full gap-1.5">
    <dt className="whitespace-nowrap text-muted">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);

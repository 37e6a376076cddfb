import type { ReactNode } from 'react';

/** A box that scrolls by itself: keys reach it as the wheel does. */
export function ScrollBox({
  label,
  className,
  children,
  ...data
}: {
  label: string;
  className: string;
  children: ReactNode;
  [data: `data-${string}`]: boolean | undefined;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll it by keys
    <section aria-label={label} tabIndex={0} className={className} {...data}>
      {children}
    </section>
  );
}

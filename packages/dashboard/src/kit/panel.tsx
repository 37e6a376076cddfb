/** A part of a page with a heading of its own. */
import { type ReactNode, useEffect, useRef } from 'react';

type Props = { title: ReactNode; side?: ReactNode; children: ReactNode; className?: string };

export function Panel({ title, side, children, className = '' }: Props) {
  return (
    <section className={`overflow-hidden rounded-lg border border-line bg-surface ${className}`}>
      <div className="flex min-h-[2.6rem] flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3.5 py-1.5">
        <h2 className="text-sm font-semibold">{title}</h2>
        {side && <div className="text-sm text-muted [&>a]:inline-block [&>a]:py-1">{side}</div>}
      </div>
      {children}
    </section>
  );
}

type HeadProps = {
  title: ReactNode;
  /** Of the browser's tab; the heading's words when left out. */
  tabTitle?: string;
  side?: ReactNode;
  children?: ReactNode;
};

export function PageHead({ title, tabTitle, side, children }: HeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const words = tabTitle ?? heading.current?.textContent;
    if (words) document.title = `${words} · Gauntlet`;
  });
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 ref={heading} className="text-xl font-semibold break-words">
          {title}
        </h1>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {side && <div className="flex flex-wrap items-center gap-2">{side}</div>}
    </div>
  );
}

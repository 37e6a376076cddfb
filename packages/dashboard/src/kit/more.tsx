/** The next page of a list, asked for when its end comes into sight. */
import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';

type Props = { hasMore: boolean; busy: boolean; load: () => void };

export function More({ hasMore, busy, load }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const ask = useRef(load);
  ask.current = load;
  useEffect(() => {
    const element = end.current;
    if (!hasMore || busy || !element) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) ask.current();
      },
      { rootMargin: '600px' },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasMore, busy]);
  if (!hasMore) return null;
  return (
    <div ref={end} className="flex justify-center p-3">
      <Button busy={busy} onClick={load}>
        {busy ? 'Loading …' : 'Show more'}
      </Button>
    </div>
  );
}

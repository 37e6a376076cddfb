/** A list of any length of which only what is in sight is drawn; the page scrolls, and the list is as high as it is. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

type Props<Item> = {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** In pixels; rows are measured when they are drawn. */
  estimatedHeight: number;
  label: string;
  /** The key of a row that is to be seen. */
  reveal?: string | undefined;
  children: (item: Item, index: number) => ReactNode;
};

export function VirtualRows<Item>({ items, keyOf, estimatedHeight, label, reveal, children }: Props<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  // Whatever stands above the list may have grown since.
  useLayoutEffect(() => {
    const now = list.current?.getBoundingClientRect().top;
    if (now !== undefined) setTop(Math.round(now + window.scrollY));
  });
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimatedHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is to be seen
  useEffect(() => {
    const index = reveal === undefined ? -1 : items.findIndex((item) => keyOf(item) === reveal);
    if (index !== -1) rows.scrollToIndex(index, { align: 'auto' });
  }, [reveal]);
  return (
    <ul ref={list} aria-label={label} className="relative" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ key, index, start }) => {
        const item = items[index];
        if (item === undefined) return null;
        return (
          <li
            key={key}
            data-index={index}
            ref={rows.measureElement}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            className={`absolute inset-x-0 top-0 ${index === items.length - 1 ? '*:border-b-0' : ''}`}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {children(item, index)}
          </li>
        );
      })}
    </ul>
  );
}

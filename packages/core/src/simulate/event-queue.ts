/** What is to happen when: the earliest first, and of one moment what was entered first. A binary heap. */

export type EventQueue<Event> = {
  add: (atMs: number, event: Event) => void;
  next: () => { atMs: number; event: Event } | undefined;
};

type Entry<Event> = { atMs: number; number: number; event: Event };

const isBefore = <Event>(a: Entry<Event>, b: Entry<Event>) =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.number < b.number);

export function createEventQueue<Event>(): EventQueue<Event> {
  const heap: Entry<Event>[] = [];
  let entered = 0;
  return {
    add: (atMs, event) => {
      heap.push({ atMs, number: entered, event });
      entered += 1;
      rise(heap);
    },
    next: () => {
      const first = heap[0];
      const last = heap.pop();
      if (!first || !last) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function rise<Event>(heap: Entry<Event>[]): void {
  let place = heap.length - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const [upper, lower] = [heap[parent], heap[place]];
    if (!upper || !lower || isBefore(upper, lower)) return;
    [heap[parent], heap[place]] = [lower, upper];
    place = parent;
  }
}

function sink<Event>(heap: Entry<Event>[]): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const least = [left, left + 1].reduce((best, child) => earlier(heap, child, best), place);
    const [upper, lower] = [heap[place], heap[least]];
    if (least === place || !upper || !lower) return;
    [heap[place], heap[least]] = [lower, upper];
    place = least;
  }
}

function earlier<Event>(heap: readonly Entry<Event>[], child: number, best: number): number {
  const [one, other] = [heap[child], heap[best]];
  return one && other && isBefore(one, other) ? child : best;
}

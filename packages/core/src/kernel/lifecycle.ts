/** Which event moves which state where. One row per state; an empty row is final. */
export type TransitionTable<State extends string, Event extends { type: string }> = Readonly<
  Record<State, Readonly<Partial<Record<Event['type'], State>>>>
>;

export type IllegalTransition<State> = { code: 'illegal-transition'; from: State; event: string };

export function nextState<State extends string, Event extends { type: string }>(
  table: TransitionTable<State, Event>,
  from: State,
  event: Event,
): { ok: true; value: State } | { ok: false; error: IllegalTransition<State> } {
  const to = table[from][event.type as Event['type']];
  return to === undefined
    ? { ok: false, error: { code: 'illegal-transition', from, event: event.type } }
    : { ok: true, value: to };
}

export const isFinal = <State extends string>(
  table: TransitionTable<State, { type: string }>,
  state: State,
) => Object.keys(table[state]).length === 0;

/** The table as a Mermaid diagram, so the README's picture can be checked against the code. */
export function toMermaid(table: Record<string, Readonly<Record<string, string | undefined>>>): string {
  const rows = Object.entries(table).flatMap(([from, row]) =>
    Object.entries(row).map(([event, to]) => `  ${from} --> ${to}: ${event}`),
  );
  return ['stateDiagram-v2', ...rows].join('\n');
}

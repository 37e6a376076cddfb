/** Short words about what was just done, read out as well, with a way back where there is one. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { describeFailure } from './notice.tsx';

type Word = { id: number; tone: 'done' | 'failed'; text: string; undo?: () => void };
type Say = { done: (text: string, undo?: () => void) => void; failed: (error: unknown) => void };

const SayContext = createContext<Say | null>(null);

export function useSay(): Say {
  const say = useContext(SayContext);
  if (say === null) throw new Error('useSay needs a SayProvider above it');
  return say;
}

/** Long enough to read, and to change one's mind. */
const SHOWN_MS = 8_000;

export function SayProvider({ children }: { children: ReactNode }) {
  const [words, setWords] = useState<readonly Word[]>([]);
  const next = useRef(1);
  const drop = useCallback((id: number) => setWords((known) => known.filter((word) => word.id !== id)), []);
  const add = useCallback(
    (word: Omit<Word, 'id'>) => {
      const id = next.current++;
      setWords((known) => [...known.slice(-3), { ...word, id }]);
      if (word.tone === 'done') setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const say = useMemo<Say>(
    () => ({
      done: (text, undo) => add({ tone: 'done', text, ...(undo ? { undo } : {}) }),
      failed: (error) => {
        const { title, detail } = describeFailure(error);
        add({ tone: 'failed', text: detail || title });
      },
    }),
    [add],
  );
  return (
    <SayContext.Provider value={say}>
      {children}
      <div
        role="status"
        className="fixed right-3 bottom-3 z-50 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2"
      >
        {words.map((word) => (
          <Spoken key={word.id} word={word} drop={() => drop(word.id)} />
        ))}
      </div>
    </SayContext.Provider>
  );
}

function Spoken({ word: { tone, text, undo }, drop }: { word: Word; drop: () => void }) {
  const edge = tone === 'failed' ? 'border-fail/60' : 'border-line-strong/60';
  return (
    <div className={`flex items-start gap-2 rounded-md border ${edge} bg-surface px-3 py-2 shadow-lg`}>
      <p className={`min-w-0 flex-1 break-words ${tone === 'failed' ? 'text-fail' : ''}`}>{text}</p>
      {undo && (
        <Button
          look="quiet"
          onClick={() => {
            undo();
            drop();
          }}
        >
          Undo
        </Button>
      )}
      <Button look="quiet" aria-label="Dismiss" onClick={drop}>
        ✕
      </Button>
    </div>
  );
}

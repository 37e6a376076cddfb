/**
 * Keys that work on the whole page. A plain key never works while one types or a dialog is open; `Mod+k` is
 * Ctrl or Command with the key, and works everywhere. `g e` is one key after the other.
 */
import { useEffect, useRef } from 'react';

/** Without `run` the keys are heard where they are pressed, and only told of here. */
export type Shortcut = { keys: string; what: string; run?: () => void };

/** What is heard now, by each part of the page that hears. */
const heard = new Set<{ readonly current: readonly Shortcut[] }>();

/** All keys that work at this moment, and what they do. */
export const keysHeard = (): readonly Shortcut[] => [...heard].flatMap(({ current }) => current);

/** What is printed on the key that `Mod` is. */
export const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const BETWEEN_MS = 1_000;

/** Inputs that take no text. */
const TICKED = ['checkbox', 'radio'];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  !(target instanceof HTMLInputElement && TICKED.includes(target.type)) &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const isElsewhere = (event: KeyboardEvent): boolean =>
  isTyping(event.target) || document.querySelector('dialog[open]') !== null;

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const known = useRef(shortcuts);
  known.current = shortcuts;
  useEffect(() => {
    let before = '';
    let beforeAt = 0;
    const find = (event: KeyboardEvent): Shortcut | undefined => {
      const of = (wanted: string) => known.current.find(({ keys, run }) => keys === wanted && run);
      if (event.ctrlKey || event.metaKey) return of(`Mod+${event.key}`);
      if (isElsewhere(event)) return undefined;
      const sequence = performance.now() - beforeAt < BETWEEN_MS ? of(`${before} ${event.key}`) : undefined;
      [before, beforeAt] = [event.key, performance.now()];
      return sequence ?? of(event.key);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const found = find(event);
      if (!found) return;
      event.preventDefault();
      before = '';
      found.run?.();
    };
    heard.add(known);
    window.addEventListener('keydown', onKey);
    return () => {
      heard.delete(known);
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

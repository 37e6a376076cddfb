/** j and k walk through rows, Enter opens one: rows are links or buttons with `data-row`. */
import { useShortcuts } from './keys.ts';

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')];

function step(by: 1 | -1): void {
  const all = rows();
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : at + by;
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
}

export const ROW_KEYS = [
  { keys: 'j', what: 'next row', run: () => step(1) },
  { keys: 'k', what: 'previous row', run: () => step(-1) },
] as const;

export const useRowKeys = (): void => useShortcuts(ROW_KEYS);

/** What is open above the page, as the address says it. */
import { useNavigate, useSearch } from '@tanstack/react-router';

export function useOpened() {
  const { open: what, in: cluster } = useSearch({ from: '/environments' });
  const go = useNavigate({ from: '/environments' });
  const set = (open: string | undefined, place: string | undefined) =>
    void go({ search: (known) => ({ ...known, open, in: place }), replace: true });
  return {
    what,
    cluster,
    open: (opened: string, place?: string) => set(opened, place),
    close: () => set(undefined, undefined),
  };
}

/** What is open above a list of the integrations: the tab stays as it is, and so do the filters. */
import { useNavigate, useSearch } from '@tanstack/react-router';

type Opened = {
  /** `new`, or an id. */
  what: string | undefined;
  show: 'preview' | undefined;
  open: (what: string, show?: 'preview') => void;
  close: () => void;
};

export function useOpened(): Opened {
  const { open: what, show } = useSearch({ from: '/integrations' });
  const go = useNavigate({ from: '/integrations' });
  const set = (open: string | undefined, preview: 'preview' | undefined) =>
    void go({ search: (known) => ({ ...known, open, show: preview }), replace: true });
  return {
    what,
    show,
    open: (opened, preview) => set(opened, preview),
    close: () => set(undefined, undefined),
  };
}

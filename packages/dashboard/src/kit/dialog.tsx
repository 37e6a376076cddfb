/** The browser's own dialog: focus stays in it, Escape closes it, and the page behind is inert. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';

type Props = { title: string; onClose: () => void; children: ReactNode; wide?: boolean };

const FIRST_FIELD = ['input', 'select', 'textarea'].map((tag) => `${tag}:enabled:not([readonly])`).join();

const isNowhere = (element: Element | null) => element === null || element === document.body;

/** Shown for as long as it is mounted. */
export function Dialog({ title, onClose, children, wide = false }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    // Who opens a form means to fill it in; by itself the browser would take the button that closes it.
    body.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    // A dialog that is taken away open gives the focus back to nobody.
    return () => {
      if (before instanceof HTMLElement && isNowhere(document.activeElement)) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === box.current) box.current.close(); // beside the box, on its backdrop
      }}
      onKeyDown={(event) => {
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); // Ctrl K works here too
      }}
      className={`m-auto w-full ${wide ? 'max-w-3xl' : 'max-w-lg'} rounded-lg border border-line bg-surface p-0 shadow-xl`}
    >
      <div className="flex items-center justify-between border-b border-line px-4 py-2.5">
        <h2 id={heading} className="text-base font-semibold">
          {title}
        </h2>
        <Button look="quiet" aria-label="Close" onClick={() => box.current?.close()}>
          ✕
        </Button>
      </div>
      <div ref={body} className="p-4">
        {children}
      </div>
    </dialog>
  );
}

type Question = {
  title: string;
  action: string;
  onYes: () => void;
  onClose: () => void;
  busy?: boolean;
  children: ReactNode;
};

/** Asked before what cannot be undone. */
export function Confirm({ title, action, onYes, onClose, busy = false, children }: Question) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div>{children}</div>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>Keep</Button>
        <Button look="danger" busy={busy} onClick={onYes}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}

/** A form in a dialog: fields, the server's refusal in its words, and what sends it. */
import type { FormEvent, ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { describeFailure } from './notice.tsx';

type Props = {
  title: string;
  action: string;
  busy: boolean;
  error: unknown;
  onSend: () => void;
  onClose: () => void;
  disabled?: boolean;
  children: ReactNode;
};

export function FormDialog({ title, onClose, ...form }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form {...form} onClose={onClose} />
    </Dialog>
  );
}

function Form({ action, busy, error, onSend, onClose, disabled = false, children }: Omit<Props, 'title'>) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !disabled) onSend();
  };
  return (
    <form onSubmit={send} className="grid gap-3">
      {children}
      <Refusal error={error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy} disabled={disabled}>
          {action}
        </Button>
      </div>
    </form>
  );
}

export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  const { title, detail } = describeFailure(error);
  return (
    <p role="alert" className="rounded-md bg-fail-soft px-3 py-2 text-sm break-words text-fail">
      {detail || title}
    </p>
  );
}

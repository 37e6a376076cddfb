/** A link that lets somebody in, shown this once. */
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { When } from '../../kit/moment.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';

type Props = {
  title: string;
  label: string;
  /** From the root of the server. */
  link: string;
  expiresAt: string;
  hint: string;
  onClose: () => void;
};

export function LinkMade({ title, label, link, expiresAt, hint, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <ShownOnce
        label={label}
        value={new URL(link, window.location.origin).href}
        hint={`${hint} It is not shown again.`}
      />
      <p className="mt-2 text-sm text-muted">
        Good until <When at={expiresAt} />.
      </p>
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

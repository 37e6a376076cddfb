/** Asks before a text is left that was not saved. */
import { useBlocker } from '@tanstack/react-router';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

export function UnsavedGuard({ unsaved }: { unsaved: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      unsaved &&
      (current.pathname !== next.pathname ||
        (current.search as { tab?: string }).tab !== (next.search as { tab?: string }).tab),
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title="Leave without saving?" onClose={blocker.reset}>
      <p>What you changed here is lost when you leave.</p>
      <div className="mt-4 flex justify-end gap-2">
        <Button look="danger" onClick={blocker.proceed}>
          Leave
        </Button>
        <Button look="primary" onClick={blocker.reset}>
          Stay
        </Button>
      </div>
    </Dialog>
  );
}

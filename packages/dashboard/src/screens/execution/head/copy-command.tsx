/** The same on the command line. */
import { useWorkspace } from '../../../api/workspace.tsx';
import { Button } from '../../../kit/button.tsx';
import { useSay } from '../../../kit/said.tsx';
import type { Execution } from '../queries.ts';

export function CopyCommand({ execution: { executionId, verdict } }: { execution: Execution }) {
  const { project } = useWorkspace();
  const say = useSay();
  const command = [
    'gauntlet show',
    ...(verdict === null ? ['--follow'] : []),
    ...(project === undefined ? [] : ['--project', project]),
    executionId,
  ].join(' ');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      say.done(`Copied: ${command}`);
    } catch {
      // Only pages that came by a safe way may write to the clipboard.
      say.done(command);
    }
  };
  return (
    <Button look="quiet" title={command} onClick={() => void copy()}>
      Copy command
    </Button>
  );
}

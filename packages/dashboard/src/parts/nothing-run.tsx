/** Taught where executions would stand: how the first one is made. */
import { Link } from '@tanstack/react-router';
import { useMay } from '../api/workspace.tsx';
import { Empty } from '../kit/notice.tsx';

export function NothingRun() {
  const may = useMay('submit');
  return (
    <Empty title="Nothing has been run here yet">
      <p>In the folder of a project that has tests:</p>
      <pre className="mx-auto mt-3 w-fit rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
        gauntlet run .
      </pre>
      <p className="mt-3">The framework is found by itself, and what happens is shown here as it happens.</p>
      {may && (
        <p className="mt-3">
          Or{' '}
          <Link to="/definitions/new" className="underline">
            write a definition
          </Link>{' '}
          and run it from here.
        </p>
      )}
    </Empty>
  );
}

/** A trace in the viewer of the framework that wrote it. */
import { readableName } from '../../artifact-kind.ts';
import type { Artifact } from '../../queries.ts';
import { saveAddress } from '../save-address.ts';

type Props = { artifact: Artifact; because?: string };

export function HowToOpen({ artifact: { name, link }, because }: Props) {
  const file = readableName(name);
  return (
    <div className="mx-auto max-w-2xl space-y-3 px-6 py-6">
      {because !== undefined && (
        <p role="status" className="text-muted">
          {because}
        </p>
      )}
      <h3 className="text-base font-semibold">How to open a trace</h3>
      <ol className="list-decimal space-y-2 pl-5">
        <li>
          <a href={saveAddress(link)} download>
            Save {file}
          </a>
          .
        </li>
        <li>
          Playwright’s traces open with Playwright’s own viewer, in the folder of the project:
          <pre className="mt-1 rounded-md bg-sunken px-3 py-2 font-mono text-sm">
            npx playwright show-trace {shellWord(file)}
          </pre>
        </li>
      </ol>
      <p className="text-muted">
        It shows each action with the page before and after it, the network and the console. The trace holds
        what the test saw: share it as you would share that.
      </p>
    </div>
  );
}

const shellWord = (text: string) => (/^[\w.@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Pictures and videos of a result, right where it failed; the rest to open or to save. */
import { formatBytes } from '../../../kit/quantities.ts';
import { kindOfArtifact, readableName } from '../artifact-kind.ts';
import { saveAddress } from '../artifacts/save-address.ts';
import type { Artifact } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { Part } from './part.tsx';

export function ResultArtifacts({ artifacts }: { artifacts: readonly Artifact[] }) {
  if (artifacts.length === 0) return null;
  return (
    <Part title="Artifacts">
      <ul className="grid gap-2 sm:grid-cols-2">
        {artifacts.map((artifact) => (
          <li key={artifact.artifactId} className="min-w-0 rounded-md border border-line p-2">
            <Inline artifact={artifact} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Inline({ artifact }: { artifact: Artifact }) {
  const { change } = useExecutionSearch();
  const { name, link, state, sizeBytes, artifactId } = artifact;
  const kind = kindOfArtifact(artifact);
  const open = () => change({ tab: 'artifacts', artifact: artifactId }, false);
  return (
    <>
      {state === 'stored' && kind === 'image' && (
        <button type="button" onClick={open} className="mb-1 block w-full" aria-label={`Open ${name}`}>
          <img
            src={link}
            alt={name}
            loading="lazy"
            className="max-h-56 w-full rounded border border-line object-contain"
          />
        </button>
      )}
      {state === 'stored' && kind === 'video' && (
        // biome-ignore lint/a11y/useMediaCaption: recordings of browsers have no sound
        <video src={link} controls preload="metadata" className="mb-1 max-h-56 w-full rounded bg-black" />
      )}
      <p className="flex items-baseline gap-2 text-sm">
        <button
          type="button"
          onClick={open}
          className="min-w-0 truncate text-left text-accent hover:underline"
          title={name}
        >
          {readableName(name)}
        </button>
        <span className="ml-auto text-xs whitespace-nowrap text-muted">
          {state === 'stored' ? formatBytes(sizeBytes) : 'expired'}
        </span>
        {state === 'stored' && (
          <a href={saveAddress(link)} download className="text-xs" aria-label={`Save ${name}`}>
            Save
          </a>
        )}
      </p>
    </>
  );
}

import { Link } from '@tanstack/react-router';
import { When } from '../../../kit/moment.tsx';
import { formatBytes } from '../../../kit/quantities.ts';
import { kindOfArtifact } from '../artifact-kind.ts';
import type { Artifact } from '../queries.ts';
import { saveAddress } from './save-address.ts';
import { TYPE_WORDS } from './type-words.ts';

type Props = { artifacts: readonly Artifact[]; open: (artifactId: string) => void };

export function ArtifactTable({ artifacts, open }: Props) {
  return (
    <table className="w-full text-sm">
      <thead className="text-left text-xs text-muted">
        <tr>
          <th scope="col" className="px-3.5 py-1.5 font-medium">
            Name
          </th>
          <th scope="col" className="hidden px-3 py-1.5 font-medium sm:table-cell">
            Type
          </th>
          <th scope="col" className="hidden px-3 py-1.5 text-right font-medium sm:table-cell">
            Size
          </th>
          <th scope="col" className="hidden px-3 py-1.5 font-medium sm:table-cell">
            From
          </th>
          <th scope="col" className="hidden px-3 py-1.5 font-medium sm:table-cell">
            Kept until
          </th>
          <th scope="col" className="px-3.5 py-1.5">
            <span className="sr-only">Save</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact) => (
          <Row key={artifact.artifactId} artifact={artifact} open={open} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ artifact, open }: { artifact: Artifact; open: Props['open'] }) {
  const { artifactId, name, type, sizeBytes, state, link } = artifact;
  const stored = state === 'stored';
  return (
    <tr className="border-t border-line hover:bg-sunken">
      <td className="max-w-0 px-3.5 py-1.5 sm:w-1/2">
        {stored ? (
          <button
            type="button"
            data-row
            onClick={() => open(artifactId)}
            title={name}
            className="block max-w-full truncate py-0.5 text-left text-accent hover:underline"
          >
            {name}
          </button>
        ) : (
          <span className="block truncate text-muted" title={name}>
            {name}
          </span>
        )}
        <span className="flex flex-wrap gap-x-3 text-xs break-words text-muted sm:hidden">
          <span>{TYPE_WORDS[type]}</span>
          <span>{formatBytes(sizeBytes)}</span>
          {isOfGroup(artifact) && (
            <span>
              <Origin artifact={artifact} />
            </span>
          )}
          <span>
            <Kept artifact={artifact} />
          </span>
        </span>
      </td>
      <td className="hidden px-3 py-1.5 whitespace-nowrap sm:table-cell">
        {TYPE_WORDS[type]}
        {kindOfArtifact(artifact) === 'other' && stored && <span className="text-muted"> (to save)</span>}
      </td>
      <td className="hidden px-3 py-1.5 text-right whitespace-nowrap tabular-nums sm:table-cell">
        {formatBytes(sizeBytes)}
      </td>
      <td className="hidden px-3 py-1.5 whitespace-nowrap sm:table-cell">
        <Origin artifact={artifact} />
      </td>
      <td className="hidden px-3 py-1.5 whitespace-nowrap text-muted sm:table-cell">
        <Kept artifact={artifact} />
      </td>
      <td className="px-3.5 py-1.5 text-right">
        {stored && (
          <a href={saveAddress(link)} download aria-label={`Save ${name}`} className="inline-block py-0.5">
            Save
          </a>
        )}
      </td>
    </tr>
  );
}

/** Until when, or why it is not there. */
function Kept({ artifact: { state, expiresAt } }: { artifact: Artifact }) {
  if (state === 'deleted') return 'expired';
  if (state === 'missing') return 'lost from the store';
  return expiresAt ? <When at={expiresAt} /> : 'for good';
}

const isOfGroup = ({ resultId, groupIndex }: Artifact) => resultId !== null || groupIndex !== null;

/** What a test left leads back to the test. */
function Origin({ artifact: { resultId, groupIndex } }: { artifact: Artifact }) {
  const group = groupIndex === null ? '–' : `group ${groupIndex + 1}`;
  if (resultId === null) return group;
  return (
    <>
      {group},{' '}
      <Link
        from="/executions/$id"
        search={({ artifact: _, tab: __, ...known }) => ({ ...known, result: resultId })}
        resetScroll={false}
      >
        its test
      </Link>
    </>
  );
}

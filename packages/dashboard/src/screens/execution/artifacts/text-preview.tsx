/** The beginning of a text. */
import { useQuery } from '@tanstack/react-query';
import { keyOf, useWorkspace } from '../../../api/workspace.tsx';
import { Failure, Loading } from '../../../kit/notice.tsx';
import { formatBytes } from '../../../kit/quantities.ts';
import { AnsiText } from '../ansi-text.tsx';
import type { Artifact } from '../queries.ts';
import { layOut, readBeginning } from './read-beginning.ts';

/** More would only make the page slow. */
const MOST_BYTES = 400_000;

export function TextPreview({ artifact: { artifactId, link, contentType } }: { artifact: Artifact }) {
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'artifact', artifactId, 'text'),
    queryFn: async ({ signal }) => {
      const beginning = await readBeginning(await api.open(link, { signal }), MOST_BYTES);
      return { text: layOut(beginning, contentType), cut: beginning.cut };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (found.isPending) return <Loading what="the text" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <>
      {found.data.cut && (
        <p role="status" className="border-b border-line bg-sunken px-4 py-1.5 text-sm text-muted">
          This is the beginning, {formatBytes(MOST_BYTES)} of it. Save the file to see the rest.
        </p>
      )}
      <pre className="px-4 py-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
        <AnsiText text={found.data.text} />
      </pre>
    </>
  );
}

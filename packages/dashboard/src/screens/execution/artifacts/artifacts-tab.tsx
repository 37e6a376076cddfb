/** The files that the execution left. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { SelectField, TextField } from '../../../kit/field.tsx';
import { More } from '../../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../../kit/notice.tsx';
import { formatBytes, plural } from '../../../kit/quantities.ts';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import { type Artifact, artifactsQuery, type Execution } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { ArtifactTable } from './artifact-table.tsx';
import { ArtifactViewer } from './artifact-viewer.tsx';
import { TYPE_WORDS } from './type-words.ts';

export function ArtifactsTab({ execution }: { execution: Execution }) {
  const found = useInfiniteQuery(artifactsQuery(useWorkspace(), execution.executionId));
  const { search, change } = useExecutionSearch();
  const [type, setType] = useState('');
  const [text, setText] = useState('');
  if (found.isPending) return <Loading what="artifacts" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const all = found.data.pages.flatMap(({ items }) => items);
  if (all.length === 0) return <NoArtifacts over={execution.verdict !== null} />;
  const shown = all.filter(
    (artifact) =>
      (type === '' || artifact.type === type) &&
      artifact.name.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <>
      <Bar all={all} type={type} setType={setType} text={text} setText={setText} />
      <ScrollBox
        label="Artifacts"
        className="overflow-x-auto focus-visible:-outline-offset-2 rounded-lg border border-line bg-surface"
      >
        <ArtifactTable artifacts={shown} open={(artifact) => change({ artifact }, false)} />
        <More
          hasMore={found.hasNextPage}
          busy={found.isFetchingNextPage}
          load={() => void found.fetchNextPage()}
        />
      </ScrollBox>
      {search.artifact && (
        <ArtifactViewer
          key={search.artifact}
          artifacts={shown}
          artifactId={search.artifact}
          go={(artifact) => change({ artifact })}
        />
      )}
    </>
  );
}

type BarProps = {
  all: readonly Artifact[];
  type: string;
  setType: (type: string) => void;
  text: string;
  setText: (text: string) => void;
};

function Bar({ all, type, setType, text, setText }: BarProps) {
  const types = [...new Set(all.map((artifact) => artifact.type))].toSorted();
  const bytes = all.reduce((sum, { sizeBytes, state }) => sum + (state === 'stored' ? sizeBytes : 0), 0);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <div className="w-full sm:w-72">
        <TextField
          type="search"
          label="Search artifacts"
          hideLabel
          placeholder="Part of the name"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <div className="w-44">
        <SelectField
          label="Type"
          hideLabel
          value={type}
          onChange={({ target }) => setType(target.value)}
          options={[
            { value: '', label: 'All types' },
            ...types.map((each) => ({ value: each, label: TYPE_WORDS[each] })),
          ]}
        />
      </div>
      <p className="ml-auto text-sm text-muted">
        {plural(all.length, 'file')}, {formatBytes(bytes)}
      </p>
    </search>
  );
}

const NoArtifacts = ({ over }: { over: boolean }) => (
  <Empty title={over ? 'Nothing was left' : 'Nothing yet'}>
    Logs and reports are stored at the end. Screenshots, videos and traces of a framework are found by
    themselves; other files by <code className="font-mono">artifacts</code> in the definition.
  </Empty>
);

/** The source where it failed: of definitions that bring their files along. Others' content nobody keeps. */
import { useQuery } from '@tanstack/react-query';
import { keyOf, useWorkspace } from '../../../api/workspace.tsx';
import type { Execution, Result } from '../queries.ts';
import { ScrollBox } from '../scroll-box.tsx';
import { frameOf, lineInStack } from './code-frame.ts';
import { Part } from './part.tsx';

export function CodeFrame({ execution, result }: { execution: Execution; result: Result }) {
  const failed = result.status === 'failed' || result.status === 'error';
  const files = useInlineFiles(execution, failed && result.file !== null);
  if (!failed || result.file === null) return null;
  const source = files?.[result.file];
  const line = (result.stack && lineInStack(result.stack, result.file)) || result.line;
  const lines = source === undefined || line === null ? [] : frameOf(source, line);
  if (lines.length === 0) return null;
  return (
    <Part title="Source">
      <ScrollBox
        label="Lines"
        className="overflow-x-auto rounded-md bg-sunken py-1 font-mono text-xs leading-5 whitespace-pre"
      >
        {lines.map(({ number, text, here }) => (
          <div key={number} className={`px-3 ${here ? 'bg-fail-soft font-semibold' : ''}`}>
            <span className="mr-3 inline-block w-8 text-right text-muted tabular-nums select-none">
              {here && <span className="sr-only">here: </span>}
              {number}
            </span>
            {text}
          </div>
        ))}
      </ScrollBox>
    </Part>
  );
}

function useInlineFiles({ definitionId, definitionVersion }: Execution, wanted: boolean) {
  const { project, api } = useWorkspace();
  const versions = useQuery({
    queryKey: keyOf(project, 'definition', definitionId, 'version', definitionVersion),
    queryFn: async ({ signal }) => {
      const params = { path: { id: definitionId } };
      const { items } = (await api.GET('/api/v1/definitions/{id}/versions', { params, signal })).data;
      const content = items.find(({ version }) => version === definitionVersion)?.body.content;
      return content?.type === 'inline' ? content.files : null;
    },
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    // Who may not read definitions sees the rest of the result all the same.
    retry: false,
  });
  return versions.data ?? null;
}

/**
 * The source where it failed, as the agent sent it with the result. Of results without it (older ones) the files
 * that their definition brought along.
 */
import { useQuery } from '@tanstack/react-query';
import { keyOf, useWorkspace } from '../../../api/workspace.tsx';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import type { Execution, Result } from '../queries.ts';
import { type CodeLine, type Frame, frameOf, lineInStack, linesOf } from './code-frame.ts';
import { Part } from './part.tsx';

export function CodeFrame({ execution, result }: { execution: Execution; result: Result }) {
  const frame = useFrame(execution, result);
  if (!frame) return null;
  const place = `${frame.file}:${frame.line}`;
  const title = (
    <>
      Source <span className="font-mono font-normal tracking-normal break-all">{place}</span>
    </>
  );
  return (
    <Part title={title}>
      <ScrollBox
        label={`Lines of ${frame.file}`}
        className="overflow-x-auto rounded-md bg-sunken py-1 font-mono text-xs leading-5"
      >
        <div className="w-max min-w-full [tab-size:4] whitespace-pre">
          {linesOf(frame).map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </div>
      </ScrollBox>
    </Part>
  );
}

/** The number stays in sight when the code is scrolled; tabs count from where the code begins. */
const Line = ({ line: { number, text, here } }: { line: CodeLine }) => (
  <div className={`flex ${here ? 'bg-fail-soft font-semibold' : ''}`}>
    <span
      className={`sticky left-0 w-14 shrink-0 border-r pr-2 text-right tabular-nums select-none ${here ? 'border-fail bg-fail-soft text-fail' : 'border-line bg-sunken text-muted'}`}
    >
      {here && (
        <>
          <span aria-hidden>▸ </span>
          <span className="sr-only">here: </span>
        </>
      )}
      {number}
    </span>
    <span className="px-3">{text || ' '}</span>
  </div>
);

function useFrame(execution: Execution, { codeFrame, file, line, stack, status }: Result): Frame | null {
  const failed = status === 'failed' || status === 'error';
  const files = useInlineFiles(execution, failed && codeFrame === null && file !== null);
  if (codeFrame) return codeFrame;
  const source = file === null ? undefined : files?.[file];
  if (!failed || file === null || source === undefined) return null;
  const failing = (stack && lineInStack(stack, file)) || line;
  return failing === null ? null : frameOf(file, source, failing);
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

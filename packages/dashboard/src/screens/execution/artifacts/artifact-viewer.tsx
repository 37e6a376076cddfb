/** One artifact over the page; arrows lead to the next. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Button, buttonClass } from '../../../kit/button.tsx';
import { formatBytes } from '../../../kit/quantities.ts';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import { kindOfArtifact } from '../artifact-kind.ts';
import type { Artifact } from '../queries.ts';
import { PagePreview } from './page-preview.tsx';
import { saveAddress } from './save-address.ts';
import { TextPreview } from './text-preview.tsx';
import { TraceView } from './trace/trace-view.tsx';

type Props = {
  artifacts: readonly Artifact[];
  artifactId: string;
  go: (artifactId: string | undefined) => void;
};

export function ArtifactViewer({ artifacts, artifactId, go }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const at = artifacts.findIndex((each) => each.artifactId === artifactId);
  const artifact = artifacts[at];
  const [before, after] = [artifacts[at - 1], at === -1 ? undefined : artifacts[at + 1]];
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.target instanceof HTMLVideoElement) return; // its own keys
    const to = { ArrowLeft: before, ArrowRight: after, k: before, j: after }[event.key];
    if (to) go(to.artifactId);
  };
  return (
    <dialog
      ref={box}
      aria-labelledby={heading}
      onClose={() => go(undefined)}
      onKeyDown={onKeyDown}
      className="m-auto flex h-[94vh] max-h-none w-[96vw] max-w-none flex-col rounded-lg border border-line bg-surface p-0 shadow-xl"
    >
      <div className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 id={heading} className="min-w-0 flex-1 truncate font-semibold">
          {artifact?.name ?? 'This artifact is not listed'}
          {artifact && (
            <span className="ml-2 text-sm font-normal text-muted">{formatBytes(artifact.sizeBytes)}</span>
          )}
        </h2>
        <Button
          look="quiet"
          aria-label="Artifact before"
          title="Key ←"
          disabled={!before}
          onClick={() => go(before?.artifactId)}
        >
          ←
        </Button>
        <Button
          look="quiet"
          aria-label="Next artifact"
          title="Key →"
          disabled={!after}
          onClick={() => go(after?.artifactId)}
        >
          →
        </Button>
        {artifact && (
          <>
            <a
              href={artifact.link}
              target="_blank"
              rel="noreferrer"
              className={`${buttonClass('quiet')} max-sm:hidden`}
            >
              Open alone
            </a>
            <a href={saveAddress(artifact.link)} download className={buttonClass()}>
              Save
            </a>
          </>
        )}
        <Button look="quiet" aria-label="Close" onClick={() => box.current?.close()}>
          ✕
        </Button>
      </div>
      <ScrollBox label="Content" className="min-h-0 flex-1 overflow-auto">
        {artifact && <Content artifact={artifact} />}
      </ScrollBox>
    </dialog>
  );
}

function Content({ artifact }: { artifact: Artifact }) {
  const { link, name, state } = artifact;
  if (state !== 'stored') return <Said>Its time is over: the bytes are not kept any more.</Said>;
  switch (kindOfArtifact(artifact)) {
    case 'image':
      return (
        <div className="flex min-h-full items-center justify-center bg-sunken p-3">
          <img src={link} alt={name} className="max-w-full" />
        </div>
      );
    case 'video':
      return (
        <div className="flex h-full items-center justify-center bg-black">
          {/* biome-ignore lint/a11y/useMediaCaption: recordings of browsers have no sound */}
          <video src={link} controls autoPlay className="max-h-full max-w-full" />
        </div>
      );
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a test recorded
      return <audio src={link} controls className="m-6" />;
    case 'report':
      return (
        <iframe
          src={link}
          title={name}
          sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
          className="block h-full w-full border-0 bg-white"
        />
      );
    case 'page':
      return <PagePreview key={artifact.artifactId} artifact={artifact} />;
    case 'trace':
      return <TraceView key={artifact.artifactId} artifact={artifact} />;
    case 'text':
      return <TextPreview artifact={artifact} />;
    default:
      return <Said>A browser cannot show this kind of file. Save it, and open it with what made it.</Said>;
  }
}

const Said = ({ children }: { children: React.ReactNode }) => (
  <p className="px-6 py-16 text-center text-muted">{children}</p>
);

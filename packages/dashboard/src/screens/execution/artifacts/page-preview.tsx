/** HTML that a test has left: as a page on which nothing runs, or as it was written. */
import { useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import type { Artifact } from '../queries.ts';
import { TextPreview } from './text-preview.tsx';

type Look = 'page' | 'source';

export function PagePreview({ artifact }: { artifact: Artifact }) {
  const [look, setLook] = useState<Look>('page');
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken px-4 py-1.5">
        <span className="flex gap-1">
          {(['page', 'source'] as const).map((each) => (
            <Button
              key={each}
              aria-pressed={look === each}
              className="aria-pressed:bg-accent-soft"
              onClick={() => setLook(each)}
            >
              {each === 'page' ? 'Page' : 'Source'}
            </Button>
          ))}
        </span>
        {look === 'page' && (
          <p className="text-sm text-muted">
            Scripts do not run here, and nothing is fetched: save it to see all of it.
          </p>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        {look === 'page' ? <Framed artifact={artifact} /> : <TextPreview artifact={artifact} />}
      </div>
    </div>
  );
}

const Framed = ({ artifact: { link, name } }: { artifact: Artifact }) => (
  <iframe
    src={`${link}${link.includes('?') ? '&' : '?'}as=page`}
    title={name}
    sandbox=""
    className="block h-full w-full border-0 bg-white"
  />
);

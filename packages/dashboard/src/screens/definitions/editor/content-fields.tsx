/** Where the tests are: a repository, files in the definition, or an archive that was sent. */
import { useRef } from 'react';
import { SelectField } from '../../../kit/field.tsx';
import { plural } from '../../../kit/quantities.ts';
import { ChoiceAt, type Scene, TextAt } from './fields.tsx';

const KINDS = [
  { value: 'git', label: 'a git repository' },
  { value: 'inline', label: 'files in the definition' },
  { value: 'archive', label: 'an archive that was sent' },
];

const BEGINNINGS: Readonly<Record<string, object>> = {
  git: { type: 'git', url: '' },
  inline: { type: 'inline', files: { 'example.test.js': '' } },
};

export function ContentFields({ scene }: { scene: Scene }) {
  const kind = String(scene.valueAt(['content', 'type']) ?? '');
  const before = useRef(new Map<string, unknown>());
  const choose = (chosen: string) => {
    // Who comes back finds what was there.
    before.current.set(kind, scene.valueAt(['content']));
    scene.set(['content'], before.current.get(chosen) ?? BEGINNINGS[chosen]);
  };
  const offered = KINDS.filter(
    ({ value }) => value !== 'archive' || kind === 'archive' || before.current.has('archive'),
  );
  return (
    <>
      <SelectField
        label="From"
        value={kind}
        disabled={scene.disabled}
        wrong={kind === '' ? scene.faultAt(['content']) : undefined}
        options={kind === '' ? [{ value: '', label: 'not said yet' }, ...offered] : offered}
        onChange={({ target }) => choose(target.value)}
      />
      {kind === 'git' && <GitFields scene={scene} />}
      {kind === 'inline' && <InlineFiles scene={scene} />}
      {kind === 'archive' && <Archive scene={scene} />}
    </>
  );
}

function GitFields({ scene }: { scene: Scene }) {
  const hasCredentials = scene.valueAt(['content', 'credentials']) !== undefined;
  return (
    <>
      <TextAt
        scene={scene}
        path={['content', 'url']}
        label="Address"
        placeholder="https://example.com/shop.git"
        hint="https or ssh, without a password in it."
      />
      <div className="grid grid-cols-2 gap-3">
        <TextAt
          scene={scene}
          path={['content', 'ref']}
          label="Branch, tag or commit"
          placeholder="the default branch"
        />
        <TextAt scene={scene} path={['content', 'path']} label="Folder" placeholder="the whole of it" />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <ChoiceAt
          scene={scene}
          path={['content', 'credentials', 'kind']}
          label="Private repository"
          options={[
            { value: '', label: 'no' },
            { value: 'token', label: 'opened by a token' },
            { value: 'ssh-key', label: 'opened by an ssh key' },
          ]}
          onChoose={(kind) =>
            kind === ''
              ? scene.set(['content', 'credentials'], undefined)
              : scene.set(['content', 'credentials', 'kind'], kind)
          }
        />
        {hasCredentials && (
          <TextAt
            scene={scene}
            path={['content', 'credentials', 'secret']}
            label="Name of the secret with it"
          />
        )}
      </div>
    </>
  );
}

function InlineFiles({ scene }: { scene: Scene }) {
  const files = scene.valueAt(['content', 'files']);
  const names = typeof files === 'object' && files !== null ? Object.keys(files) : [];
  return (
    <p className="text-sm text-muted">
      {plural(names.length, 'file')}, written in the YAML under{' '}
      <code className="font-mono">content.files</code>
      {names.length > 0 && ': '}
      <span className="font-mono text-xs break-words text-text">{names.slice(0, 12).join(', ')}</span>
      {names.length > 12 && ' …'}
    </p>
  );
}

function Archive({ scene }: { scene: Scene }) {
  return (
    <p className="text-sm text-muted">
      What <code className="font-mono">gauntlet run</code> packed and sent:{' '}
      <span className="font-mono text-xs break-all text-text">
        {String(scene.valueAt(['content', 'uploadId']) ?? '')}
      </span>
      . It is kept for some days after its last run; a repository stays.
    </p>
  );
}

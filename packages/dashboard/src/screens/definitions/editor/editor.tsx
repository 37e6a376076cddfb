/**
 * A definition as a form and as YAML, side by side: one text, which either changes. The text rules; what is
 * sent is what it says, and only when the contract's schema takes it.
 */
import type { TestDefinition } from '@gauntlet/contract';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { Refusal } from '../../../kit/form.tsx';
import { useShortcuts } from '../../../kit/keys.ts';
import { check, pathText } from './check.ts';
import { type Path, withValue } from './document.ts';
import { FaultList } from './fault-list.tsx';
import type { Scene } from './fields.tsx';
import { FormPane } from './form-pane.tsx';
import { YamlPane } from './yaml-pane.tsx';

type Props = {
  /** What the text is at first; another one begins anew. */
  text: string;
  onChange: (text: string) => void;
  readOnly: boolean;
  action: string;
  busy: boolean;
  error: unknown;
  onSave: (definition: TestDefinition) => void;
  /** Beside the button that saves. */
  state: ReactNode;
  disabled?: boolean;
};

export function Editor({
  text,
  onChange,
  readOnly,
  action,
  busy,
  error,
  onSave,
  state,
  disabled = false,
}: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [shown, setShown] = useState<'form' | 'yaml'>('form');
  const checked = useMemo(() => check(text), [text]);
  const faults = useDeferredValue(checked.faults);
  const { definition } = checked;
  const maySave = definition !== null && !readOnly && !busy && !disabled;
  const save = () => {
    if (maySave) onSave(definition);
  };
  useShortcuts([{ keys: 'Mod+s', what: 'save', run: save }]);
  const scene = sceneOf(checked, readOnly, (path, value) => onChange(withValue(text, path, value)));
  const side = (which: 'form' | 'yaml') => (shown === which ? '' : 'hidden @4xl:flex');
  return (
    <div className="@container">
      <div className="mb-3 flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <fieldset className="mr-auto flex gap-1 @4xl:hidden">
          <legend className="sr-only">Shown</legend>
          <Button
            aria-pressed={shown === 'form'}
            className="aria-pressed:bg-accent-soft"
            onClick={() => setShown('form')}
          >
            Form
          </Button>
          <Button
            aria-pressed={shown === 'yaml'}
            className="aria-pressed:bg-accent-soft"
            onClick={() => setShown('yaml')}
          >
            YAML
          </Button>
        </fieldset>
        <span role="status" className="text-sm text-muted">
          {state}
        </span>
        {!readOnly && (
          <Button look="primary" busy={busy} disabled={!maySave} onClick={save} title="Ctrl S">
            {action}
          </Button>
        )}
      </div>
      <div className="mb-3 empty:hidden">
        <Refusal error={error} />
      </div>
      <div className="grid gap-4 @4xl:grid-cols-2">
        <div className={`${side('form')} min-w-0 flex-col`}>
          {checked.value === undefined && (
            <p className="mb-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
              ! The YAML is broken: mend it there, and the form goes on.
            </p>
          )}
          <FormPane scene={scene} />
        </div>
        <div
          className={`${side('yaml')} flex min-w-0 flex-col @4xl:sticky @4xl:top-4 @4xl:h-[calc(100vh-13rem)]`}
        >
          <YamlPane text={text} onChange={onChange} faults={faults} readOnly={readOnly} area={area} />
          <FaultList faults={faults} area={area} />
        </div>
      </div>
    </div>
  );
}

function sceneOf({ value, faults }: ReturnType<typeof check>, readOnly: boolean, set: Scene['set']): Scene {
  const known = new Map(faults.map(({ path, message }) => [path, message]));
  return {
    disabled: readOnly || value === undefined,
    set,
    valueAt: (path) => path.reduce<unknown>((at, key) => (isHolder(at) ? at[key] : undefined), value),
    // Of a list or a map the first fault inside of it, where the path itself has none.
    faultAt: (path) => known.get(pathText(path)) ?? faultWithin(known, path),
  };
}

const isHolder = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

const WHOLE = new Set(['tags', 'environment', 'secrets', 'paths', 'args', 'artifacts']);

function faultWithin(known: ReadonlyMap<string, string>, path: Path): string | undefined {
  const text = pathText(path);
  if (!WHOLE.has(text)) return undefined;
  const inner = [...known].find(([at]) => at.startsWith(`${text}.`) || at.startsWith(`${text}[`));
  return inner && `${inner[0].slice(text.length).replace(/^\./, '')}: ${inner[1]}`;
}

/** A kubeconfig, pasted or from a file. What is typed leaves the page with the request and is kept nowhere in it. */
import { AreaField, TextField } from '../../kit/field.tsx';

type Props = {
  kubeconfig: string;
  context: string;
  onChange: (part: { kubeconfig?: string; context?: string }) => void;
};

const MOST_BYTES = 262_144;

export function KubeconfigField({ kubeconfig, context, onChange }: Props) {
  return (
    <>
      <AreaField
        label="Kubeconfig"
        value={kubeconfig}
        rows={6}
        maxLength={MOST_BYTES}
        spellCheck={false}
        placeholder={'apiVersion: v1\nkind: Config\n…'}
        className="font-mono"
        hint={
          <>
            With all data in it: <code>kubectl config view --raw --flatten --minify</code> prints one. What
            runs a program (<code>exec</code>) or names files is refused: use a service account's token.
          </>
        }
        onChange={({ target }) => onChange({ kubeconfig: target.value })}
      />
      <label className="text-sm">
        <span className="mr-2 text-muted">or from a file:</span>
        <input
          type="file"
          className="max-w-full text-sm file:mr-2 file:rounded-md file:border file:border-line-strong/50 file:bg-surface file:px-2 file:py-1 file:text-text"
          onChange={async ({ target }) => {
            const [file] = target.files ?? [];
            if (file && file.size <= MOST_BYTES) onChange({ kubeconfig: await file.text() });
          }}
        />
      </label>
      <TextField
        label="Context"
        value={context}
        maxLength={253}
        hint="Which of its contexts. Left empty: its current one."
        onChange={({ target }) => onChange({ context: target.value })}
      />
    </>
  );
}

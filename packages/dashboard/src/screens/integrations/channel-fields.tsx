/** The fields of a channel, by its kind. */
import { SelectField, TextField } from '../../kit/field.tsx';
import type { ChannelDraft } from './channel-draft.ts';
import { type KindField, wordsOfKind } from './channel-kinds.ts';

type Props = {
  draft: ChannelDraft;
  onChange: (draft: ChannelDraft) => void;
  secret: 'to be set' | 'may stay';
};

export function ChannelFields({ draft, onChange, secret }: Props) {
  const { settings, secret: field } = wordsOfKind(draft.kind);
  return (
    <>
      {settings.map((one) => (
        <SettingField
          key={one.name}
          field={one}
          value={draft.fields[one.name] ?? ''}
          onChange={(value) => onChange({ ...draft, fields: { ...draft.fields, [one.name]: value } })}
        />
      ))}
      {field?.made === 'here' && secret === 'to be set' && (
        <p className="text-xs text-muted">Its signing key is made with it, and shown once.</p>
      )}
      {field && field.made === undefined && (
        <TextField
          label={labelOf(field)}
          type="password"
          autoComplete="new-password"
          value={draft.secret}
          placeholder={field.placeholder}
          hint={secret === 'may stay' ? 'Left out: what is set stays. It is never shown.' : field.hint}
          onChange={({ target }) =>
            // A token is pasted with a line break now and then; a password may have spaces.
            onChange({ ...draft, secret: draft.kind === 'email' ? target.value : target.value.trim() })
          }
        />
      )}
    </>
  );
}

type SettingProps = { field: KindField; value: string; onChange: (value: string) => void };

function SettingField({ field, value, onChange }: SettingProps) {
  const { label, options, placeholder, hint } = field;
  if (options)
    return (
      <SelectField
        label={label}
        value={value || options[0]?.value}
        options={options}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  return (
    <TextField
      label={labelOf(field)}
      value={value}
      placeholder={placeholder}
      hint={hint}
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

const labelOf = ({ label, needed }: KindField) => (needed === 'yes' ? label : `${label} (may be left out)`);

/** Name of a view, and who sees it. */
import { useMay, useMe } from '../../api/workspace.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import type { SavedView } from './opened-view.ts';

export type ViewDraft = Pick<SavedView, 'name' | 'visibility'>;

type Props = { draft: ViewDraft; change: (part: Partial<ViewDraft>) => void; ownerName?: string };

const MOST_CHARACTERS = 80;

export function ViewFields({ draft, change, ownerName }: Props) {
  const { project, teamName } = useMe();
  const mayShare = useMay('submit');
  const everybody = project
    ? `Everybody in the project ${project.name}`
    : `Everybody in the team ${teamName}`;
  return (
    <>
      <TextField
        label="Name"
        required
        maxLength={MOST_CHARACTERS}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <SelectField
        label="Who sees it"
        value={draft.visibility}
        disabled={!mayShare && draft.visibility === 'private'}
        hint={mayShare ? undefined : 'Sharing takes the scope “submit”.'}
        options={[
          { value: 'private', label: ownerName === undefined ? 'Only you' : `Only ${ownerName}` },
          { value: 'shared', label: everybody },
        ]}
        onChange={({ target }) => change({ visibility: target.value as ViewDraft['visibility'] })}
      />
    </>
  );
}

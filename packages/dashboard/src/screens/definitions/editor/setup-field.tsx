/** What is done once before the tests: found out, nothing, or one's own commands. */
import { SelectField } from '../../../kit/field.tsx';
import { LinesAt, type Scene } from './fields.tsx';

export function SetupField({ scene }: { scene: Scene }) {
  const value = scene.valueAt(['setup']);
  const chosen = typeof value === 'object' && value !== null ? 'own' : value === 'none' ? 'none' : 'auto';
  const choose = (kind: string) =>
    scene.set(['setup'], kind === 'auto' ? undefined : kind === 'none' ? 'none' : { commands: ['npm ci'] });
  return (
    <>
      <SelectField
        label="Set-up"
        value={chosen}
        disabled={scene.disabled}
        options={[
          { value: 'auto', label: 'as the project needs it' },
          { value: 'none', label: 'none' },
          { value: 'own', label: 'own commands' },
        ]}
        onChange={({ target }) => choose(target.value)}
      />
      {chosen === 'own' && (
        <LinesAt
          scene={scene}
          path={['setup', 'commands']}
          label="Set-up commands"
          hint="One a line, by sh."
        />
      )}
    </>
  );
}

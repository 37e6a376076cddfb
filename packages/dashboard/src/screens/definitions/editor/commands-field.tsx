/** Commands of the framework `command`: each is a unit of its own. */
import { Button } from '../../../kit/button.tsx';
import { ChoiceAt, type Scene, TextAt } from './fields.tsx';

export function CommandsField({ scene }: { scene: Scene }) {
  const value = scene.valueAt(['commands']);
  const commands = Array.isArray(value) ? value : [];
  const fault = scene.faultAt(['commands']);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">Commands</legend>
      {commands.map((_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a command is its place in the list
          key={index}
          className="grid gap-2 rounded-md border border-line p-2"
        >
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
            <TextAt scene={scene} path={['commands', index, 'name']} label={`Name of command ${index + 1}`} />
            <ChoiceAt
              scene={scene}
              path={['commands', index, 'report', 'format']}
              label="Report"
              options={[
                { value: '', label: 'none: passed when it exits 0' },
                { value: 'junit', label: 'JUnit XML' },
                { value: 'ctrf', label: 'CTRF' },
                { value: 'tap', label: 'TAP' },
              ]}
              onChoose={(format) =>
                format === ''
                  ? scene.set(['commands', index, 'report'], undefined)
                  : scene.set(['commands', index, 'report', 'format'], format)
              }
            />
            <Button
              look="quiet"
              disabled={scene.disabled}
              aria-label={`Take command ${index + 1} away`}
              onClick={() => scene.set(['commands', index], undefined)}
            >
              ✕
            </Button>
          </div>
          <TextAt scene={scene} path={['commands', index, 'run']} label="Run by sh" placeholder="make test" />
          {scene.valueAt(['commands', index, 'report']) !== undefined && (
            <TextAt
              scene={scene}
              path={['commands', index, 'report', 'path']}
              label="Report file"
              hint="A glob."
            />
          )}
        </div>
      ))}
      {fault && <p className="text-xs text-fail">{fault}</p>}
      <div>
        <Button
          disabled={scene.disabled}
          onClick={() =>
            scene.set(['commands'], [...commands, { name: `command ${commands.length + 1}`, run: '' }])
          }
        >
          Add a command
        </Button>
      </div>
    </fieldset>
  );
}

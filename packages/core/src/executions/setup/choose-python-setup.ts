import type { PythonFacts } from './project-facts.ts';
import type { SetupChoice } from './setup-choice.ts';

export const choosePythonSetup = (python: PythonFacts): SetupChoice => {
  if (python.hostVirtualenv)
    return {
      kind: 'linked-virtualenv',
      virtualenv: python.hostVirtualenv,
      sentence: `Linked: the virtualenv ${python.hostVirtualenv} is used as it is.`,
    };
  if (python.requirements.length > 0) return installRequirements(python);
  if (python.project === 'buildable') return installProject(python);
  if (python.groupRequirements.length > 0) return installGroups(python);
  return {
    kind: 'nothing',
    sentence:
      python.project === 'settings-only'
        ? 'Nothing to install: pyproject.toml has no build-system, and there is no requirements file.'
        : 'Nothing to install: there is neither a requirements file nor a pyproject.toml.',
  };
};

const installRequirements = (python: PythonFacts): SetupChoice => ({
  kind: 'python-install',
  folder: python.folder,
  install: python.requirements.flatMap((file) => ['-r', file]),
  cache: python.requirementsReach === 'registry-only' ? 'fresh-daily' : 'not-kept',
  sentence: `pip install into a new virtualenv: there is a ${python.requirements.join(' and a ')}.`,
});

const installProject = ({ folder, testExtras, groupRequirements }: PythonFacts): SetupChoice => {
  const extras = testExtras.length > 0 ? `[${testExtras.join(',')}]` : '';
  const groups = groupRequirements.length > 0 ? ', with its dependency groups for tests' : '';
  return {
    kind: 'python-install',
    folder,
    install: [`.${extras}`, ...groupRequirements],
    // The project itself is installed along with its dependencies, and changes with every commit.
    cache: 'not-kept',
    sentence: `pip install .${extras} into a new virtualenv: the project can be built${groups}.`,
  };
};

const installGroups = ({ folder, groupRequirements }: PythonFacts): SetupChoice => ({
  kind: 'python-install',
  folder,
  install: groupRequirements,
  cache: 'fresh-daily',
  sentence: 'pip install into a new virtualenv: pyproject.toml has dependency groups for tests.',
});

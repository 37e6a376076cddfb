import type { Framework, FrameworkConfiguration } from '@gauntlet/contract';

type Run = FrameworkConfiguration['run'];
type Shortened = Omit<FrameworkConfiguration, 'run' | 'artifacts'> & {
  run: Pick<Run, 'command'> & Partial<Run>;
  artifacts?: string[];
};

/** A row with what most rows have in common filled in. */
export function defineFramework(row: {
  name: string;
  supportedLanguages: string[];
  configuration: Shortened;
}): Framework {
  const { run, artifacts = [], ...configuration } = row.configuration;
  return {
    name: row.name,
    version: '1',
    supportedLanguages: row.supportedLanguages,
    configuration: {
      ...configuration,
      artifacts,
      run: { environment: {}, batch: true, unitsAs: 'paths', ...run },
    },
  };
}

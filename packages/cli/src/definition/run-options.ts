/** The options of `gauntlet run` as the command line gives them, each already of its own type. */
export type RunOptions = {
  file?: string;
  parallel?: number | 'auto';
  framework?: string;
  name?: string;
  type?: string;
  retries?: number;
  timeout?: number;
  unitTimeout?: number;
  queueTimeout?: number;
  priority?: number;
  env?: string[];
  envFile?: string[];
  secret?: string[];
  artifact?: string[];
  tag?: string[];
  path?: string[];
  setup?: 'auto' | 'none';
  cpu?: string;
  memory?: string;
  image?: string;
  environment?: string;
  clean?: boolean;
  withGit?: boolean;
  follow: boolean;
  failOnFlaky?: boolean;
};

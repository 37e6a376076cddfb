/**
 * What integration tests need of the machine beyond npm packages. A test that uses one of these skips,
 * with the reason, when the suite's name is in GAUNTLET_MISSING.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export type SystemNeed = {
  /** The name in GAUNTLET_MISSING. */
  suite: string;
  usedFor: string;
  /** Succeeds where the need is met. */
  check: readonly string[];
  /** Debian packages that meet it; none where it is a right and no program. */
  apt: readonly string[];
  /** What helps where no package does. */
  remedy?: string;
  /** What must not be put on a person's machine unasked. */
  installIn: 'ci' | 'anywhere';
};

export type Outcome =
  | { need: SystemNeed; status: 'present' }
  | { need: SystemNeed; status: 'missing'; why: string };

const MOUNTS_A_DISK =
  'd=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs "$d" && umount "$d"; code=$?; rmdir "$d"; exit $code';

export const SYSTEM_NEEDS: readonly SystemNeed[] = [
  {
    suite: 'git',
    usedFor: 'content from git',
    check: ['git', '--version'],
    apt: ['git', 'ca-certificates'],
    installIn: 'anywhere',
  },
  {
    suite: 'ssh',
    usedFor: 'content from git by ssh',
    check: ['test', '-x', '/usr/sbin/sshd'],
    apt: ['openssh-client', 'openssh-server'],
    installIn: 'ci',
  },
  {
    suite: 'pytest',
    usedFor: 'the pytest framework',
    check: ['python3', '-m', 'pytest', '--version'],
    apt: ['python3', 'python3-pytest'],
    installIn: 'anywhere',
  },
  {
    suite: 'schemathesis',
    usedFor: 'generated requests to every operation of the API',
    check: ['python3', '-c', 'import venv, ensurepip'],
    apt: ['python3', 'python3-venv'],
    installIn: 'anywhere',
  },
  {
    suite: 'postgresql',
    usedFor: 'a PostgreSQL that is not the embedded one',
    check: ['sh', '-c', 'ls /usr/lib/postgresql/*/bin/initdb'],
    apt: ['postgresql'],
    installIn: 'ci',
  },
  {
    suite: 'shells',
    usedFor: 'what runs in containers, in each of the shells that images have',
    check: ['sh', '-c', 'busybox sh -c : && dash -c : && bash -c :'],
    apt: ['bash', 'busybox', 'dash'],
    installIn: 'anywhere',
  },
  {
    suite: 'namespaces',
    usedFor: 'what runs in containers as their process 1',
    check: ['unshare', '-pf', 'true'],
    apt: [],
    remedy:
      'run as root on Linux with util-linux and the right to unshare (in a container: --cap-add SYS_ADMIN)',
    installIn: 'ci',
  },
  {
    suite: 'chromium',
    usedFor: 'the dashboard in a browser, and the playwright framework with its videos',
    check: ['sh', '-c', 'chromium --version && ffmpeg -version'],
    apt: ['chromium', 'ffmpeg'],
    installIn: 'anywhere',
  },
  {
    suite: 'prometheus',
    usedFor: 'metrics as a real Prometheus and its Pushgateway take them',
    check: ['sh', '-c', 'prometheus --version && prometheus-pushgateway --version && promtool --version'],
    apt: ['prometheus', 'prometheus-pushgateway'],
    installIn: 'ci',
  },
  {
    suite: 's3',
    usedFor: 'artifacts in S3: a real server, built from its sources',
    check: ['go', 'version'],
    apt: [],
    remedy: 'install Go 1.24 or later',
    installIn: 'ci',
  },
  {
    suite: 'redis',
    usedFor: 'a queue whose order a Redis keeps',
    check: ['redis-server', '--version'],
    apt: ['redis-server'],
    installIn: 'ci',
  },
  {
    suite: 'valkey',
    usedFor: 'a queue whose order a Valkey keeps: a real server, from the Python registry',
    check: ['python3', '-c', 'import venv, ensurepip'],
    apt: ['python3', 'python3-venv'],
    installIn: 'anywhere',
  },
  {
    suite: 'helm',
    usedFor: 'the Helm chart: a real helm, built from its sources',
    check: ['go', 'version'],
    apt: [],
    remedy: 'install Go 1.24 or later',
    installIn: 'ci',
  },
  {
    suite: 'small-disk',
    usedFor: 'a disk that is full',
    check: ['sh', '-c', MOUNTS_A_DISK],
    apt: [],
    remedy: 'run as root on Linux with the right to mount (in a container: --cap-add SYS_ADMIN)',
    installIn: 'ci',
  },
];

const DEBIAN_MARK = '/etc/debian_version';

const succeeds = (command: readonly string[], env: NodeJS.ProcessEnv): boolean => {
  const [program = '', ...args] = command;
  return spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
};

/** Why packages cannot be installed here, or undefined where they can. */
function refusalToInstall(): string | undefined {
  if (!existsSync(DEBIAN_MARK)) return 'packages are installed automatically on Debian and its kin only';
  if (process.getuid?.() !== 0) return 'only root may install packages';
  return undefined;
}

function installWithApt(packages: readonly string[], callerEnv: NodeJS.ProcessEnv): boolean {
  // In runlevel 1 no service is started on account of being installed.
  const env = { ...callerEnv, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (...args: string[]) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] }).status === 0;
  return run('update', '-q') && run('install', '-y', '-q', '--no-install-recommends', ...packages);
}

/** @returns why nothing was installed, or undefined */
function install(needs: readonly SystemNeed[], env: NodeJS.ProcessEnv): string | undefined {
  const packages = needs.flatMap((need) => need.apt);
  if (packages.length === 0) return undefined;
  return refusalToInstall() ?? (installWithApt(packages, env) ? undefined : 'apt-get failed');
}

/**
 * Meets what needs can be met and says which are not.
 *
 * @param env the environment the tests' own tools are looked up in: the caller's PATH, not npm's
 */
export function meetNeeds(
  needs: readonly SystemNeed[],
  env: NodeJS.ProcessEnv,
  place: 'ci' | 'workplace',
): Outcome[] {
  const absent = needs.filter((need) => !succeeds(need.check, env));
  const wanted = absent.filter((need) => place === 'ci' || need.installIn === 'anywhere');
  const refusal = install(wanted, env);
  return needs.map((need): Outcome => {
    if (!absent.includes(need)) return { need, status: 'present' };
    if (wanted.includes(need) && succeeds(need.check, env)) return { need, status: 'present' };
    const reason = wanted.includes(need) ? refusal : 'it is not installed unasked';
    const said = [`\`${need.check.join(' ')}\` fails`];
    const why = need.remedy ? [...said, need.remedy] : [...said, reason, `install ${need.apt.join(', ')}`];
    return { need, status: 'missing', why: why.filter(Boolean).join('; ') };
  });
}

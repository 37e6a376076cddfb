/** The two containers of a group's pod: the agent, and the user's image with the shim. */
import { AGENT_CONTAINER, TESTS_CONTAINER } from '../containers.ts';
import {
  AGENT_LIMIT,
  AGENT_REQUEST,
  type ContainerSize,
  type GroupOrder,
  type JobSettings,
  TESTS_DISK_LIMIT_BYTES,
  TESTS_DISK_REQUEST_BYTES,
  TESTS_MEMORY_LIMIT_BYTES,
  VOLUME_BYTES,
} from './settings.ts';
import { SHIM_SCRIPT } from './shim-script.ts';

const CHANNEL = '/gauntlet/channel';
const WORK = '/gauntlet/work';
const TOKEN = '/gauntlet/token';
const SILENT_AGENT_QUARTER_SECONDS = 120;

/** Of the Secret: variables have keys by number, since their names may be longer than a key. */
export const TOKEN_KEY = 'token';
export const CA_KEY = 'ca.crt';
export const variableKey = (index: number) => `variable-${index}`;

/** Restricted pods: no more than any stranger's process may have. */
const CONFINED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

export const planAgent = ({ groupId }: GroupOrder, settings: JobSettings) => ({
  name: AGENT_CONTAINER,
  image: settings.agentImage,
  restartPolicy: 'Always',
  args: ['agent'],
  env: [
    { name: 'GAUNTLET_URL', value: escapeReferences(settings.serverUrl) },
    { name: 'GAUNTLET_GROUP_ID', value: escapeReferences(groupId) },
    { name: 'GAUNTLET_TOKEN_FILE', value: `${TOKEN}/${TOKEN_KEY}` },
    { name: 'GAUNTLET_CHANNEL', value: CHANNEL },
    { name: 'GAUNTLET_WORK', value: WORK },
    ...(settings.metricsPort ? [{ name: 'GAUNTLET_METRICS_PORT', value: String(settings.metricsPort) }] : []),
    ...(settings.agentCa ? [{ name: 'NODE_EXTRA_CA_CERTS', value: `${TOKEN}/${CA_KEY}` }] : []),
  ],
  ...(settings.metricsPort ? { ports: [{ name: 'metrics', containerPort: settings.metricsPort }] } : {}),
  resources: { requests: quantities(AGENT_REQUEST), limits: quantities(AGENT_LIMIT) },
  securityContext: CONFINED,
  volumeMounts: [
    { name: 'channel', mountPath: CHANNEL },
    { name: 'work', mountPath: WORK },
    { name: 'agent-tmp', mountPath: '/tmp' },
    { name: 'token', mountPath: TOKEN, readOnly: true },
  ],
});

export function planTests(secretName: string, image: string, order: GroupOrder, settings: JobSettings) {
  const { cpuMillis, memoryBytes } = order;
  return {
    name: TESTS_CONTAINER,
    image,
    command: [
      'sh',
      '-c',
      escapeReferences(SHIM_SCRIPT),
      'gauntlet',
      CHANNEL,
      String(SILENT_AGENT_QUARTER_SECONDS),
    ],
    env: variablesOf(secretName, order),
    resources: {
      requests: quantities({ cpuMillis, memoryBytes, diskBytes: TESTS_DISK_REQUEST_BYTES }),
      // CPU that nobody else asks for is theirs: a limit would only make them slow.
      limits: quantities({
        memoryBytes: Math.max(memoryBytes, TESTS_MEMORY_LIMIT_BYTES),
        diskBytes: TESTS_DISK_LIMIT_BYTES,
      }),
    },
    securityContext: { ...CONFINED, readOnlyRootFilesystem: settings.rootFilesystem === 'read-only' },
    volumeMounts: [
      { name: 'channel', mountPath: CHANNEL },
      { name: 'work', mountPath: WORK },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** A home that can be written to, wherever the image has its own; a secret of that name comes first. */
function variablesOf(secretName: string, { secrets }: GroupOrder) {
  const names = Object.keys(secrets).toSorted();
  const home = names.includes('HOME') ? [] : [{ name: 'HOME', value: `${WORK}/home` }];
  const secret = names.map((name, index) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key: variableKey(index) } },
  }));
  return [...home, ...secret];
}

/** Kubernetes replaces $(NAME) in commands and values, and takes $$ for a dollar. */
const escapeReferences = (text: string) => text.replaceAll('$', '$$$$');

export function planVolumes(secretName: string, { agentCa }: JobSettings) {
  const items = [TOKEN_KEY, ...(agentCa ? [CA_KEY] : [])].map((key) => ({ key, path: key }));
  return [
    ...Object.entries(VOLUME_BYTES).map(([name, bytes]) => ({
      name,
      emptyDir: { sizeLimit: String(bytes) },
    })),
    { name: 'token', secret: { secretName, items, defaultMode: 0o440 } },
  ];
}

const quantities = ({
  cpuMillis,
  memoryBytes,
  diskBytes,
}: Omit<ContainerSize, 'cpuMillis'> & { cpuMillis?: number }) => ({
  ...(cpuMillis === undefined ? {} : { cpu: `${wholeFrom1(cpuMillis)}m` }),
  memory: String(wholeFrom1(memoryBytes)),
  'ephemeral-storage': String(diskBytes),
});

/** Without an exponent, whatever the number. */
const wholeFrom1 = (value: number) => Math.min(Math.max(1, Math.ceil(value)), Number.MAX_SAFE_INTEGER);

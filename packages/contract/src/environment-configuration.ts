/** What an environment says of the pods that run in it, in Kubernetes' own terms and limits. */
import { z } from 'zod';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const DNS_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DNS_NAME = `${DNS_LABEL}(?:\\.${DNS_LABEL})*`;

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

/** Of a cluster or an environment. */
export const PlaceName = z
  .string()
  .min(1)
  .max(63)
  .regex(whole(DNS_LABEL), 'lower-case letters, digits and dashes');
export const Namespace = z.string().max(63).regex(whole(DNS_LABEL), 'a namespace of Kubernetes');

const ObjectName = z.string().max(253).regex(whole(DNS_NAME), 'a name of Kubernetes');
const LabelKey = z
  .string()
  .max(317)
  .regex(whole(`(?:${DNS_NAME}/)?${LABEL}`), 'a label such as node.kubernetes.io/instance-type');
const LabelValue = z
  .string()
  .max(63)
  .regex(whole(`|${LABEL}`), 'a value of a label');

/** An image is named in a pod, never run by a shell; still nothing that could not be one. */
export const ImageName = z
  .string()
  .max(512)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._\-/:@]*$/, 'a container image such as node:24');

const Toleration = z
  .strictObject({
    key: LabelKey.optional().describe('left out, with Exists: every taint'),
    operator: z.enum(['Equal', 'Exists']).default('Equal'),
    value: LabelValue.optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional().describe('left out: all'),
    tolerationSeconds: z.number().int().min(0).max(86_400).optional(),
  })
  .refine(({ operator, key }) => operator === 'Exists' || key !== undefined, {
    error: 'Equal needs a key',
    path: ['key'],
  })
  .refine(({ operator, value }) => operator === 'Equal' || value === undefined, {
    error: 'Exists has no value',
    path: ['value'],
  })
  .refine(({ effect, tolerationSeconds }) => tolerationSeconds === undefined || effect === 'NoExecute', {
    error: 'goes with the effect NoExecute',
    path: ['tolerationSeconds'],
  });

export const SpotChoice = z.enum(['prefer', 'allow', 'refuse']);
export type SpotChoice = z.infer<typeof SpotChoice>;

export const RootFilesystem = z.enum(['read-only', 'writable']);
export type RootFilesystem = z.infer<typeof RootFilesystem>;

export const EnvironmentConfiguration = z
  .strictObject({
    autoscale: z
      .boolean()
      .default(false)
      .describe('true: what does not fit starts as pending pods, for which the cluster adds nodes'),
    spot: SpotChoice.default('allow').describe('nodes that the provider may take away'),
    nodeSelector: z
      .record(LabelKey, LabelValue)
      .refine((labels) => Object.keys(labels).length <= 50, 'at most 50 labels')
      .default({}),
    tolerations: z.array(Toleration).max(50).default([]),
    imagePullSecrets: z
      .array(ObjectName)
      .max(20)
      .default([])
      .describe('names of Secrets in the namespace, by which images are pulled'),
    defaultImage: ImageName.optional().describe('for definitions that name none'),
    serviceAccountName: ObjectName.optional().describe(
      "of the pods; left out: the namespace's own. Its token is never mounted.",
    ),
    rootFilesystem: RootFilesystem.default('read-only').describe(
      "of the tests' image; home, working folder and /tmp can be written to in any case",
    ),
  })
  .meta({ id: 'EnvironmentConfiguration' });
export type EnvironmentConfiguration = z.infer<typeof EnvironmentConfiguration>;

/** Events as a real API server has them: those of the scheduler are of the newer form, without counts and times. */
import { randomBytes } from 'node:crypto';
import { type KubeObject, type NewObject, type ObjectStore, stamp } from './objects.ts';

export type Said = {
  reason: string;
  message: string;
  component: string;
  type?: 'Normal' | 'Warning';
  /** Of a container, such as `spec.containers{tests}`. */
  fieldPath?: string;
};

export function sayOf(
  store: ObjectStore,
  about: KubeObject,
  { reason, message, component, type = 'Normal', fieldPath }: Said,
): void {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  const now = new Date();
  const byScheduler = component === 'default-scheduler';
  store.create('events', {
    ...{ kind: 'Event', apiVersion: 'v1' },
    metadata: { name: `${name}.${randomBytes(8).toString('hex')}`, ...(namespace ? { namespace } : {}) },
    involvedObject: {
      ...{ kind: about.kind, name, uid, apiVersion: about.apiVersion, resourceVersion },
      ...(namespace ? { namespace } : {}),
      ...(fieldPath ? { fieldPath } : {}),
    },
    ...{ reason, message, type },
    ...(byScheduler
      ? {
          source: {},
          firstTimestamp: null,
          lastTimestamp: null,
          eventTime: microStamp(now),
          action: 'Scheduling',
        }
      : {
          source: { component },
          firstTimestamp: stamp(now),
          lastTimestamp: stamp(now),
          count: 1,
          eventTime: null,
        }),
    ...{ reportingComponent: component, reportingInstance: '' },
  } as NewObject);
}

const microStamp = (at: Date) => at.toISOString().replace('Z', '000Z');

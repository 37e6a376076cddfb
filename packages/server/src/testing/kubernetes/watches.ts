/** Open watches of a fake cluster: they may be cut, told a bookmark, or held back. It owns their connections. */
import type { ServerResponse } from 'node:http';
import type { KubeObject, ObjectChange, ObjectStore, Resource } from './objects.ts';
import { selects } from './selectors.ts';

type Open = {
  resource: Resource;
  response: ServerResponse;
  takes(object: KubeObject): boolean;
  held: ObjectChange[] | null;
};

export type Watches = ReturnType<typeof createWatches>;

export function createWatches(store: ObjectStore) {
  const open = new Set<Open>();
  let holding = false;
  const send = ({ response }: Open, type: string, object: object): void => {
    // It may have been ended from either side, and not be closed yet.
    if (!response.writableEnded && !response.destroyed)
      response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const tell = (one: Open, change: ObjectChange): void => {
    if (change.resource !== one.resource || !one.takes(change.object)) return;
    if (one.held) one.held.push(change);
    else send(one, change.type, change.object);
  };
  store.listen((change) => {
    for (const one of open) tell(one, change);
  });
  return {
    open: (
      resource: Resource,
      namespace: string | null,
      query: URLSearchParams,
      response: ServerResponse,
    ): void => {
      const chosen = selects(query);
      const takes = (object: KubeObject) =>
        (namespace === null || object.metadata.namespace === namespace) && chosen(object);
      const one: Open = { resource, response, takes, held: holding ? [] : null };
      const from = Number(query.get('resourceVersion') ?? store.version());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      if (from < store.compactedAt()) {
        const message = `too old resource version: ${from} (${store.compactedAt()})`;
        const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
        send(one, 'ERROR', { ...status, message, reason: 'Expired', code: 410 });
        response.end();
        return;
      }
      for (const change of store.since(from)) tell(one, change);
      open.add(one);
      const seconds = Number(query.get('timeoutSeconds')) || 1800;
      const timer = setTimeout(() => response.end(), seconds * 1000);
      response.on('close', () => {
        clearTimeout(timer);
        open.delete(one);
      });
    },
    count: (resource?: Resource): number =>
      [...open].filter((one) => resource === undefined || one.resource === resource).length,
    /** Ends connections as a network does. */
    cut: (resource?: Resource): void => {
      for (const one of open) {
        if (resource !== undefined && one.resource !== resource) continue;
        open.delete(one);
        one.response.destroy();
      }
    },
    /** What they send is JSON no more, or no change of anything. */
    garble: (line = '{"type":"ADDED","obj'): void => {
      for (const { response } of open) response.write(`${line}\n`);
    },
    fail: (code: number, message: string): void => {
      for (const one of open) {
        const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
        send(one, 'ERROR', { ...status, message, reason: 'InternalError', code });
        one.response.end();
      }
    },
    bookmark: (): void => {
      const metadata = { resourceVersion: String(store.version()), creationTimestamp: null };
      for (const one of open) send(one, 'BOOKMARK', { kind: 'Pod', apiVersion: 'v1', metadata });
    },
    /** Nothing is told until `release`, as where a connection is alive and slow. */
    hold: (): void => {
      holding = true;
      for (const one of open) one.held ??= [];
    },
    release: (): void => {
      holding = false;
      for (const one of open) {
        const held = one.held ?? [];
        one.held = null;
        for (const change of held) send(one, change.type, change.object);
      }
    },
  };
}

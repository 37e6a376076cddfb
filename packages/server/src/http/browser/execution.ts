/** GET /executions/:id: one execution, from its queue to its report. */
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { artifactView, executionView } from '../links.ts';
import { meOf } from '../me/show-me.ts';
import { renderExecutionPage } from '../pages/execution-page.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';
import { sendPage } from './send-page.ts';

const FAILURES = { limit: 50 };
const UNITS = { limit: 200 };
const ARTIFACTS = { limit: 100 };

export function routeExecutionPage(app: App, { readers, events, clock }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/executions/:id',
    schema: { hide: true, params: ExecutionParams },
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const failed = { statuses: ['failed', 'error'], order: 'recorded' } as const;
      const [execution, failures, units, artifacts, changes] = await Promise.all([
        readers.show(actor, id),
        readers.results(actor, id, failed, FAILURES),
        readers.units(actor, id, {}, UNITS),
        readers.artifacts(actor, id, {}, ARTIFACTS),
        events.statusChanges(actor, id),
      ]);
      const what = `execution ${id}`;
      const files = accepted(found(artifacts, what));
      const page = renderExecutionPage({
        viewer: meOf(actor),
        now: clock.now().toISOString(),
        execution: executionView(actor, found(execution, what)),
        failures: accepted(found(failures, what)),
        units: accepted(found(units, what)),
        artifacts: { ...files, items: files.items.map((file) => artifactView(actor, file)) },
        events: found(changes, what),
      });
      return sendPage(reply, page);
    },
  });
}

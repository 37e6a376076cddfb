/** Tests whose failures are not counted for a while. */
import { MOST_QUARANTINE_DAYS, TestCaseView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { QuarantineAddOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { findTestCase, fullName } from './find-test-case.ts';
import { withServer } from './with-server.ts';

const DAY_MS = 86_400_000;

export async function quarantineAddCommand(
  context: CommandContext,
  typed: string,
  { reason, days }: QuarantineAddOptions,
): Promise<ExitCode> {
  if (days > MOST_QUARANTINE_DAYS)
    return reportRefused(
      context,
      usageRefused(`A quarantine lasts at most ${MOST_QUARANTINE_DAYS} days.`, 'Leave out --days for 14.'),
    );
  return withServer(context, async (connection) => {
    const test = await findTestCase(connection, typed);
    if (!test.ok) return test;
    const expiresAt = new Date(Date.now() + days * DAY_MS).toISOString();
    const init = { params: { path: { id: test.value.testCaseId } }, body: { reason, expiresAt } };
    const put = await askApi(
      connection.address,
      (api) => api.PUT('/api/v1/test-cases/{id}/quarantine', init),
      TestCaseView,
    );
    if (!put.ok) return put;
    if (context.options.json) context.out.json(put.value);
    else {
      const until = momentText(
        put.value.quarantine?.expiresAt ?? expiresAt,
        Date.now(),
        momentStyle(context),
      );
      const name = printable(fullName(put.value));
      context.out.line(`${name} is in quarantine; its failures count again ${until}.`);
    }
    return ok(undefined);
  });
}

export function quarantineRemoveCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const test = await findTestCase(connection, typed);
    if (!test.ok) return test;
    const init = { params: { path: { id: test.value.testCaseId } } };
    const gone = await callApi(connection.address, (api) =>
      api.DELETE('/api/v1/test-cases/{id}/quarantine', init),
    );
    if (!gone.ok) return gone;
    if (context.options.json) context.out.json({ testCaseId: test.value.testCaseId, quarantine: null });
    else context.out.line(`${printable(fullName(test.value))} is in quarantine no longer.`);
    return ok(undefined);
  });
}

import { SignInLink } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { absoluteUrl } from '../follow/report-link.ts';
import type { Refused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { withServer } from './with-server.ts';

type Link = { url: string; expiresAt: string };

/** Makes a link by which whoever opens it first is signed in as the one who asked. */
export async function makeSignInLink(connection: Connection): Promise<Result<Link, Refused>> {
  const made = await askApi(connection.address, (api) => api.POST('/api/v1/sign-in-links'), SignInLink);
  if (!made.ok) return made;
  return ok({ url: absoluteUrl(connection, made.value.link), expiresAt: made.value.expiresAt });
}

/** The link alone goes to standard output; that it is good only once is said beside it. */
export function signInLinkCommand(context: CommandContext, url: string | undefined): Promise<ExitCode> {
  const named = url === undefined ? context : { ...context, options: { ...context.options, server: url } };
  return withServer(named, async (connection) => {
    const made = await makeSignInLink(connection);
    if (!made.ok) return made;
    if (context.options.json) {
      context.out.json(made.value);
      return ok(undefined);
    }
    context.out.line(printable(made.value.url));
    const until = momentText(made.value.expiresAt, Date.now(), momentStyle(context));
    context.err.line(context.err.paint.dim(`Good once; it expires ${until}. Open it in your own browser.`));
    return ok(undefined);
  });
}

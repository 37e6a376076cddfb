/** A link that is shown once: it alone goes to standard output, what is to be known of it beside it. */
import { type CommandContext, momentStyle } from '../command-context.ts';
import type { Connection } from '../connection/connection.ts';
import { absoluteUrl } from '../follow/report-link.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';

type LinkShown = {
  /** The server's answer, for `--json`. */
  answer: { link: string };
  expiresAt: string;
  /** What has been done, and what the link is for. */
  remark: string;
};

export function printLink(context: CommandContext, connection: Connection, shown: LinkShown): void {
  const { out, err, options } = context;
  const link = absoluteUrl(connection, shown.answer.link);
  if (options.json) {
    out.json({ ...shown.answer, link });
    return;
  }
  out.line(printable(link));
  const until = momentText(shown.expiresAt, Date.now(), momentStyle(context));
  err.line(
    err.paint.dim(`${printable(shown.remark)} Good once; it expires ${until} and is not shown again.`),
  );
}

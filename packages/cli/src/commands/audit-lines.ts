/** Acts as lines of a table. */
import type { AuditEntry } from '@gauntlet/contract';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { exactMomentText } from '../terminal/moments.ts';
import { type Column, separatedLines, tableLines } from '../terminal/table.ts';

const whoText = ({ by }: AuditEntry): string => by.username ?? by.userId ?? by.via;

/** The token's name, or how else it was done. */
const withText = ({ by }: AuditEntry): string =>
  by.via === 'token' || by.via === 'local' ? `${by.via} ${by.tokenName ?? ''}`.trim() : by.via;

const targetText = (act: AuditEntry): string => {
  const { kind, name, id } = act.target;
  return `${secretsText(act)}${kind} ${name ?? id ?? ''}`.trim();
};

/** A use is recorded once for each group, with the names of all it got. */
const secretsText = ({ action, detail }: AuditEntry): string =>
  action === 'secret.use' && Array.isArray(detail.names) ? `${detail.names.join(', ')} for ` : '';

export function auditColumns(context: CommandContext): Column<AuditEntry>[] {
  const { paint } = context.out;
  return [
    {
      title: 'when',
      text: (row) => exactMomentText(row.at, momentStyle(context)),
      value: (row) => row.at,
      paint: paint.dim,
    },
    { title: 'who', text: whoText, cut: 'end' },
    {
      title: 'did',
      text: (row) => row.action,
      paint: (text, row) => (row.action.endsWith('.refuse') ? paint.yellow(text) : paint.cyan(text)),
    },
    { title: 'to', text: targetText, cut: 'end' },
    { title: 'with', text: withText, paint: paint.dim, cut: 'end' },
    { title: 'from', text: (row) => row.from.address ?? '', paint: paint.dim },
    // Into a pipe, what a program needs besides: everything else is in --json.
    { title: 'number', text: (row) => String(row.number), align: 'right', paint: paint.dim },
  ];
}

/** For acts that come bit by bit: one title, then line after line. */
export function createActPrinter(context: CommandContext): (acts: readonly AuditEntry[]) => void {
  const { out, options } = context;
  const columns = auditColumns(context);
  let titled = false;
  return (acts) => {
    if (acts.length === 0) return;
    if (options.json) for (const act of acts) out.json(act, 'line');
    else if (!out.isTerminal) for (const line of separatedLines(acts, columns)) out.raw(`${line}\n`);
    else {
      const lines = tableLines(acts, columns, { columns: out.columns(), dim: out.paint.dim });
      for (const line of titled ? lines.slice(1) : lines) out.line(line);
      titled = true;
    }
  };
}

/** The command about who did what. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { AuditOptions } from './option-types.ts';
import { commaList, pastMoment, wholeNumber } from './option-values.ts';

export function defineAuditCommand(root: Command, program: Program): void {
  const command = root
    .command('audit')
    .summary('who did what')
    .description('Shows what people and tokens did, the newest first; needs the scope audit.')
    .option('--action <list>', 'secret.set, or secret.* for all of a resource (by commas)', commaList)
    .option('--user <user>', 'who did it, by name or id')
    // Not --token: that is the one to ask with.
    .option('--with-token <token>', 'with which API token, by name or id')
    .option('--kind <kind>', 'what it was done to: execution, secret, user, ...')
    .option('--target <target>', 'the same by name or id; with --kind secret also where it was used')
    .option('--since <time>', 'a time, or an age such as 2h or 7d', pastMoment)
    .option('--until <time>', 'likewise', pastMoment)
    .option('--team <team>', 'another team, by id or name; for admins')
    .addOption(
      new Option('-f, --follow', 'go on with what happens next').conflicts(['csv', 'until', 'cursor']),
    )
    .option('--after <number>', 'what came after that act, the oldest first', wholeNumber(0, 2 ** 53 - 1))
    .addOption(new Option('--csv', 'all that fits, as CSV').conflicts(['after', 'cursor']))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the last page ended');
  addExamples(command, [
    ["gauntlet audit --action 'secret.*' --since 7d", 'everything about secrets this week'],
    ['gauntlet audit --kind secret --target npm-token', 'who set, removed and used it'],
    ['gauntlet audit --follow', 'the newest, and then whatever happens'],
    ['gauntlet audit --csv > audit.csv', 'for a spreadsheet'],
  ]);
  onRun<AuditOptions>(program, command, async (context, _, options) => {
    const { auditCommand } = await import('../commands/audit.ts');
    return auditCommand(context, options);
  });
}

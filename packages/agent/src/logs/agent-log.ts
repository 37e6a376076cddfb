/** The agent's own log: short JSON lines on its standard output, no secrets, no text of the tests. */
export type AgentLog = Record<'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>;
type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

const LONGEST_TEXT = 1000;

export const createAgentLog = (
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): AgentLog => {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      const line = { time: now().toISOString(), level, message: shorten(message), ...shortenAll(fields) };
      write(`${JSON.stringify(line)}\n`);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
};

const shorten = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;

const shortenAll = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]),
  );

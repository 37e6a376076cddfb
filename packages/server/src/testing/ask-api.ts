/** For tests: the API asked by its token, as a program would, and what came back. */

export type ApiAnswer = { status: number; body: Record<string, unknown> };
type Stage = { address: string; token: string };

/** @param body sent as JSON; a text as it is, of the type that is given */
export async function askApi(
  { address, token }: Stage,
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<ApiAnswer> {
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

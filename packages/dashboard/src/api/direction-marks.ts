/**
 * Names, messages and logs come from strangers. A mark that turns the reading direction makes `\u202Etxt.exe` read as
 * `exe.txt`, and what stands beside it too; each is shown as U+FFFD, as on the command line. Arabic and Hebrew need
 * none of them: their letters know which way they are read.
 */
const MARKS = /[\u202a-\u202e\u2066-\u2069]/g;

/** An answer in JSON, which leaves them raw. Others are as they were: files are saved, streams are followed. */
export async function readAsWritten(request: Request, answer: Response): Promise<Response> {
  const asked = request.headers.get('accept') ?? '';
  if (!asked.includes('json') || !/\bjson\b/.test(answer.headers.get('content-type') ?? '')) return answer;
  const { status, statusText, headers } = answer;
  return new Response((await answer.text()).replace(MARKS, '\ufffd'), { status, statusText, headers });
}

/** The beginning of an answer as text; the rest is not taken from the network. */
export type Beginning = { text: string; cut: boolean };

export async function readBeginning(answer: Response, mostBytes: number): Promise<Beginning> {
  const reader = answer.body?.getReader();
  if (!reader) return { text: '', cut: false };
  const decoder = new TextDecoder();
  let [text, left] = ['', mostBytes];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    text += decoder.decode(value.subarray(0, left), { stream: true });
    if (value.length > left) {
      await reader.cancel();
      return { text, cut: true };
    }
    left -= value.length;
  }
}

/** JSON as one reads it; as it is where it was cut, or is none. */
export function layOut({ text, cut }: Beginning, contentType: string): string {
  if (cut || !/\bjson\b/.test(contentType)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // what calls itself JSON need not be
  }
}

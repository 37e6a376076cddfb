import type { Server } from '../testing/server.ts';

/** @returns what the server made of it; throws where it refused */
export async function made<Answer>(server: Server, path: string, body: object): Promise<Answer> {
  const { status, text } = await server.api.post(path, body);
  if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${text}`);
  return JSON.parse(text) as Answer;
}

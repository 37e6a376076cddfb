/** Types between the API document and the calls: what an operation takes, and what it answers when it succeeds. */
import type { MaybeOptionalInit, ParseAsResponse } from 'openapi-fetch';
import type { paths } from './generated/api.ts';

export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';
type Success = 200 | 201 | 202 | 203 | 204 | 206;
type Json = `${string}/json`;

/** JSON where the operation has it: an event stream beside it is followed, not called. */
type Preferred<Content> = [Content[keyof Content & Json]] extends [never]
  ? Content[keyof Content]
  : Content[keyof Content & Json];

type Body<Response> = Response extends { content: infer Content } ? Preferred<Content> : undefined;

/** What the operation answers, by the API document. */
export type AnswerOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & Success]: Body<Responses[Status]> }[keyof Responses & Success]
  : never;

type PathsWith<Verb extends Method> = {
  [Path in keyof paths]: paths[Path] extends { [Name in Verb]: { responses: unknown } } ? Path : never;
}[keyof paths];

/** `params`, `body`, `headers`, `signal` and so on; may be left out where nothing of it is required. */
export type InitOf<Path extends keyof paths, Verb extends Method> = MaybeOptionalInit<paths[Path], Verb>;
export type Rest<Init> = undefined extends Init ? [init?: Init] : [init: Init];

type Answered<Data> = { data: Data; response: Response };

/** @throws GauntletProblem, UnexpectedAnswer, NoAnswer */
export type Call<Verb extends Method> = <Path extends PathsWith<Verb>, Init extends InitOf<Path, Verb>>(
  path: Path,
  ...init: Rest<Init>
) => Promise<Answered<ParseAsResponse<AnswerOf<paths[Path][Verb]>, Init>>>;

type Page = { items: unknown[]; nextCursor: string | null };

/** Lists that come in pages. */
export type PagedPath = {
  [Path in PathsWith<'get'>]: AnswerOf<paths[Path]['get']> extends Page ? Path : never;
}[PathsWith<'get'>];

export type ItemOf<Path extends PagedPath> =
  AnswerOf<paths[Path]['get']> extends { items: (infer Item)[] } ? Item : never;

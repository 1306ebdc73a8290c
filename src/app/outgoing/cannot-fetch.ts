/**
 * Why a request to another server brought nothing. `not-allowed`: it may not go there · `unreachable`: no connection,
 * or it broke · `slow`: a time limit · `large`: more bytes than were asked for at most · `malformed`: the answer breaks
 * the protocol.
 */
export type FetchProblem = 'not-allowed' | 'unreachable' | 'slow' | 'large' | 'malformed';

/** No answer of another server could be had. The message is fit for people and holds no secret of the address. */
export class CannotFetch extends Error {
  override readonly name = 'CannotFetch';
  readonly problem: FetchProblem;

  constructor(problem: FetchProblem, url: URL | string, because: string, options: ErrorOptions = {}) {
    super(`Cannot fetch ${typeof url === 'string' ? url : shownUrl(url)}: ${because}`, options);
    this.problem = problem;
  }
}

/** An address without what may be secret in it: name and password, query. */
function shownUrl(url: URL): string {
  return url.origin === 'null' ? url.protocol : url.origin + url.pathname;
}

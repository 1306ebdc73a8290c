/** What long work on an import is given: whoever runs it may stop it between two batches, and wants to know how far it is. */
export interface ImportWork {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total?: number | null, step?: string) => void;
}

export const UNWATCHED: ImportWork = { signal: new AbortController().signal, progress: () => {} };

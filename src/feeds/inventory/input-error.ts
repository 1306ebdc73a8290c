/** The whole source cannot be used: wrong format, empty, unreadable. Single bad rows are rejects instead. */
export class InputError extends Error {
  readonly file: string;
  /** Inventory field the trouble is about; undefined: none in particular. */
  readonly field: string | undefined;

  constructor(file: string, problem: string, options?: ErrorOptions & { readonly field?: string }) {
    super(`Cannot read inventory "${file}": ${problem}`, options);
    this.name = 'InputError';
    this.file = file;
    this.field = options?.field;
  }
}

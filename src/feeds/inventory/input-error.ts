/** The whole source cannot be used: wrong format, empty, unreadable. Single bad rows are rejects instead. */
export class InputError extends Error {
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`Cannot read inventory "${file}": ${problem}`, options);
    this.name = 'InputError';
    this.file = file;
  }
}

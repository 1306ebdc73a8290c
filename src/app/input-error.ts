/** Where in the input the trouble is, as far as it can be told. */
export interface InputPlace {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
}

/** What a person gave cannot be used at all. The message says which file or option, and why. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly place: InputPlace;

  constructor(message: string, options: ErrorOptions & { readonly place?: InputPlace } = {}) {
    super(message, options);
    this.place = options.place ?? {};
  }
}

/** What a person gave cannot be used at all. The message says which file or option, and why. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

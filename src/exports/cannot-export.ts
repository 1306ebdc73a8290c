/** The format cannot carry this result; the message says what is missing. */
export class CannotExport extends Error {
  override readonly name = 'CannotExport';
}

import { InputError } from './input-error.ts';

/** An SBOM is read as a whole; none comes near this. */
const DOCUMENT_CHARS_MAX = 256 * 1024 * 1024;

/** @throws InputError if the text is too long to be held */
export async function wholeText(file: string, text: AsyncIterable<string>): Promise<string> {
  const pieces: string[] = [];
  let chars = 0;
  for await (const piece of text) {
    pieces.push(piece);
    chars += piece.length;
    if (chars > DOCUMENT_CHARS_MAX)
      throw new InputError(file, `longer than ${DOCUMENT_CHARS_MAX.toLocaleString('en')} characters`);
  }
  return pieces.join('');
}

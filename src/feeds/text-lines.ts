import { type ByteStream, FeedFault } from './byte-stream.ts';

/** No feed has lines like this; a longer one is not text. */
const LINE_CHARS_MAX = 2 ** 20;

/** The lines of a UTF-8 stream, without their ends. Throws {@link FeedFault} on invalid UTF-8 or an endless line. */
export async function* textLines(stream: ByteStream): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let open = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new FeedFault('The text is not valid UTF-8', { cause: error });
    }
  };
  for await (const chunk of stream) {
    const lines = (open + decode(chunk)).split('\n');
    open = lines.pop() ?? '';
    if (open.length > LINE_CHARS_MAX)
      throw new FeedFault(`A line is longer than ${LINE_CHARS_MAX} characters`);
    yield lines.map((it) => (it.endsWith('\r') ? it.slice(0, -1) : it));
  }
  open += decode();
  if (open !== '') yield [open];
}

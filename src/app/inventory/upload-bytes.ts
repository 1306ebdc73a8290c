import { Refused } from '../refusal.ts';

/** A file that arrives. */
export interface ArrivingFile {
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** All of a file, which is to be held at once. @throws Refused when it is larger than that */
export async function bytesOf({ name, stream }: ArrivingFile, bytesMax: number): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    taken.push(chunk);
    bytes += chunk.length;
    if (bytes > bytesMax)
      throw new Refused({
        code: 'invalid',
        because: `Cannot take "${name}": it is larger than ${Math.floor(bytesMax / 1_000_000)} MB`,
        field: 'file',
      });
  }
  return Buffer.concat(taken);
}

/** The same bytes as a stream, for readers that take one. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

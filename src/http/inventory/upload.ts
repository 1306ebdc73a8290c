import { basename } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { Refused } from '../answer.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The largest file that an upload may bring. */
    readonly uploadBytesMax: number;
  }
}

/** Room for the fields that stand before a file, and for what stands between them. */
const AROUND_BYTES_MAX = 2_000_000;

export interface UploadedFile {
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

type Parts = ReturnType<ReturnType<FastifyRequest['parts']>[typeof Symbol.asyncIterator]>;

/** The one file of an upload, with the fields that stand before it. What comes after it is refused, never ignored. */
export async function withUpload<T>(
  request: FastifyRequest,
  take: (file: UploadedFile, fields: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart())
    throw new Refused(400, 'Cannot take upload: there is no file in it', { field: 'file' });
  const { uploadBytesMax } = request.server;
  // What is said to be too large is not read first.
  if (Number(request.headers['content-length'] ?? 0) > uploadBytesMax + AROUND_BYTES_MAX)
    throw new Refused(413, `Cannot take upload: ${tooLarge(uploadBytesMax)}`, { field: 'file' });
  const fields: Record<string, string> = {};
  const parts = request.parts()[Symbol.asyncIterator]();
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    const part = next.value;
    if (part.type === 'field') {
      refuseUnknown(part.fieldname, request.routeOptions.config.uploadFields ?? []);
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const name = basename(part.filename || 'file');
    return await take({ name, stream: whole(name, part.file, { bytesMax: uploadBytesMax, parts }) }, fields);
  }
  throw new Refused(400, 'Cannot take upload: there is no file in it', { field: 'file' });
}

/** A misspelt field would leave what it says unsaid. */
function refuseUnknown(field: string, known: readonly string[]): void {
  if (known.includes(field)) return;
  const there = known.length === 0 ? 'only the file is taken' : `there are ${known.join(', ')} and the file`;
  throw new Refused(400, `Cannot read field "${field}": ${there}`, { field });
}

/** All bytes of an uploaded file; a file over the limit is refused, never taken for its first part. */
async function* whole(
  name: string,
  file: AsyncIterable<Uint8Array> & { readonly truncated: boolean },
  { bytesMax, parts }: { readonly bytesMax: number; readonly parts: Parts },
): AsyncGenerator<Uint8Array> {
  yield* file;
  if (file.truncated) throw new Refused(413, `Cannot take "${name}": ${tooLarge(bytesMax)}`, { file: name });
  const after = await parts.next();
  if (after.done === true) return;
  if (after.value.type === 'file') after.value.file.resume();
  throw new Refused(
    400,
    after.value.type === 'file'
      ? 'Cannot take upload: it brings more than one file'
      : `Cannot take field "${after.value.fieldname}" after the file: send it before the file`,
    { field: after.value.fieldname },
  );
}

function tooLarge(bytesMax: number): string {
  return `it is larger than ${Math.round(bytesMax / 1e6)} MB`;
}

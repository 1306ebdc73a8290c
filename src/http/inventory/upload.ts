import { basename } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { Refused } from '../answer.ts';

export interface UploadedFile {
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** The one file of an upload, with the fields that stand before it. */
export async function withUpload<T>(
  request: FastifyRequest,
  take: (file: UploadedFile, fields: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart())
    throw new Refused(400, 'Cannot take upload: there is no file in it', { field: 'file' });
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const name = basename(part.filename || 'file');
    return await take({ name, stream: whole(name, part.file) }, fields);
  }
  throw new Refused(400, 'Cannot take upload: there is no file in it', { field: 'file' });
}

/** All bytes of an uploaded file; a file over the limit is refused, never taken for its first part. */
async function* whole(
  name: string,
  file: AsyncIterable<Uint8Array> & { readonly truncated: boolean },
): AsyncGenerator<Uint8Array> {
  yield* file;
  if (file.truncated) throw new Refused(413, `Cannot take "${name}": it is too large`, { file: name });
}

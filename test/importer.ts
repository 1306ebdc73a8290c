import { api } from '../src/contract/api.ts';
import type { Grant } from '../src/engine/access/mod.ts';
import type { RecordServer } from './record-server.ts';
import { signedIn } from './signed-in.ts';

/** Somebody with these roles, signed in, who brings inventory files. */
export async function importer(server: RecordServer, name: string, grants: readonly Grant[]) {
  const { ask, upload, download } = await signedIn(server, name, grants);
  return {
    ask,
    upload: (file: string, content: string, fields: Readonly<Record<string, string>> = {}) =>
      upload(api.previewImport, {}, { name: file, content }, fields),
    rejects: async (id: string) =>
      new TextDecoder().decode((await download(api.downloadRejects, { params: { id } })).bytes),
  };
}

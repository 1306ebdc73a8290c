import { addPerson } from '../src/app/people/people.ts';
import { beginSession } from '../src/app/people/sessions.ts';
import { addressOf, type Answer, type Arguments, type Route } from '../src/contract/kit.ts';
import type { Grant } from '../src/engine/access/mod.ts';
import { contextOn } from './context.ts';
import type { RecordServer, Visitor } from './record-server.ts';

export interface SignedIn {
  readonly ask: Visitor['ask'];
  /** Sends one file with the fields that stand before it. */
  readonly upload: <R extends Route>(
    it: R,
    args: Omit<Arguments<R>, 'body'>,
    file: { readonly name: string; readonly content: string | Uint8Array<ArrayBuffer> },
    fields?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly body: Answer<R> }>;
  /** The bytes of an answer, and its headers. */
  readonly download: <R extends Route>(
    it: R,
    args: Omit<Arguments<R>, 'body'>,
  ) => Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array }>;
}

/** Somebody with these roles, signed in. */
export async function signedIn(
  server: RecordServer,
  name: string,
  grants: readonly Grant[],
): Promise<SignedIn> {
  const { instance, url } = server;
  const { person } = await addPerson(contextOn(instance), { kind: 'person', login: name, name, grants });
  await instance.store.db.updateTable('person').set({ password_must_change: false }).execute();
  const { token } = await instance.store.db
    .transaction()
    .execute((tx) => beginSession(tx, instance, person.id, { address: '127.0.0.1', agent: 'Test' }));
  const headers = { cookie: `patchward_session=${token}` };
  const visitor = server.visitor();
  return {
    ask: (it, args, more) => visitor.ask(it, args, { ...headers, ...more }),
    upload: async <R extends Route>(
      it: R,
      args: Omit<Arguments<R>, 'body'>,
      file: { readonly name: string; readonly content: string | Uint8Array<ArrayBuffer> },
      fields: Readonly<Record<string, string>> = {},
    ) => {
      const body = new FormData();
      for (const [field, value] of Object.entries(fields)) body.append(field, value);
      body.append('file', new Blob([file.content]), file.name);
      const response = await fetch(url + addressOf(it, args), { method: it.method, body, headers });
      return { status: response.status, body: (await response.json()) as Answer<R> };
    },
    download: async (it, args) => {
      const response = await fetch(url + addressOf(it, args), { headers });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, bytes };
    },
  };
}

import type { Context } from '#app/context';
import { openInstance, refuseNowhere } from '#app/open-instance';
import { say } from './io.ts';
import type { Given } from './options.ts';
import type { Session } from './session.ts';

/** Opens the system of record that is there for one command, acts as the command line, and closes it. */
export async function withInstance<T>(
  given: Given,
  { place, now, outgoing, io }: Session,
  use: (ctx: Context) => Promise<T>,
): Promise<T> {
  const at = place(given.one('data'));
  refuseNowhere(at);
  const instance = await openInstance(at, {
    now,
    outgoing,
    onFault: (error) => say(io, `Fault of the database connection: ${error.message}`),
  });
  try {
    // Whoever may run commands on the server's data has all rights over it already; the audit log says it was here.
    return await use({ ...instance, actor: { kind: 'system', name: 'Command line' } });
  } finally {
    await instance.store.close();
  }
}

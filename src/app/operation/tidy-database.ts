import { listUntidyTables, tidyTable } from '#store/tidy';
import type { Reconciler } from '../jobs/kind.ts';

/** A PostgreSQL server tidies itself; the embedded database has nobody else to do it. */
export const tidyDatabase: Reconciler = {
  name: 'database.tidy',
  words: 'Tidy the embedded database',
  everyMinutes: 1,
  run: async ({ store }, { signal, progress }) => {
    if (store.engine !== 'embedded') return null;
    const tables = await listUntidyTables(store.db);
    for (const [done, table] of tables.entries()) {
      signal.throwIfAborted();
      progress(done, tables.length, table);
      // One table at a time: everybody else waits for the one session there is.
      await tidyTable(store.db, table);
    }
    return tables.length === 0 ? null : `Tables tidied: ${tables.join(', ')}`;
  },
};

import { type ControlledTransaction, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { openEmbedded } from './embedded.ts';
import type { Tables } from './tables.ts';

/** Either engine behind the same code: SQL is written to the PostgreSQL 15 subset. */
export interface Store {
  readonly engine: 'embedded' | 'postgresql';
  readonly db: Db;
  /** The pool under `db`, for the queue, which brings its own SQL. On the embedded engine it holds one connection. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export type Db = Kysely<Tables>;
/** The only handle inside a transaction. */
export type Tx = Transaction<Tables> | ControlledTransaction<Tables>;

export interface StoreOptions {
  /** `postgres://…`; null: the embedded database in `folder`. */
  readonly url: string | null;
  readonly folder: string;
  readonly onFault: (error: Error) => void;
  /** Connections to a PostgreSQL server. */
  readonly connectionsMax?: number;
}

const CONNECTIONS_MAX = 10;
const POSTGRESQL_OLDEST = 150_000;

/** Compiling a question takes longer than answering it; sums over a large fleet do not fit into what servers usually give. */
const SETTINGS = `select set_config('jit', 'off', false);
  select set_config('work_mem', '16MB', false) from pg_settings where name = 'work_mem' and setting::integer < 16384`;
/** The pool waits for it, which its types do not say. */
const ON_CONNECT: object = { onConnect: (client: pg.ClientBase) => client.query(SETTINGS) };

/** Opens the database. It does not touch the schema: see `migrate`. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.url === null ? openEmbeddedStore(options) : openServerStore(options.url, options);
}

async function openEmbeddedStore({ folder, onFault }: StoreOptions): Promise<Store> {
  const embedded = await openEmbedded(folder);
  const pool = poolOf(embedded.pool, onFault);
  const store: Store = {
    engine: 'embedded',
    pool,
    db: kyselyOn(pool),
    close: async () => {
      await pool.end();
      await embedded.close();
    },
  };
  try {
    await sql`create table if not exists durability_probe (at timestamptz); drop table durability_probe`.execute(
      store.db,
    );
    if ((await embedded.fsyncs()) === 0)
      throw new Error(`Cannot use database in "${folder}": its writes are not flushed to disk`);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function openServerStore(url: string, { onFault, connectionsMax }: StoreOptions): Promise<Store> {
  const pool = poolOf(
    { connectionString: url, max: connectionsMax ?? CONNECTIONS_MAX, ...ON_CONNECT },
    onFault,
  );
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num');
    if (Number(rows[0]?.server_version_num) < POSTGRESQL_OLDEST)
      throw new Error('Cannot use database: PostgreSQL 15 or newer is needed');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { engine: 'postgresql', pool, db: kyselyOn(pool), close: () => pool.end() };
}

function poolOf(config: pg.PoolConfig, onFault: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', onFault);
  return pool;
}

function kyselyOn(pool: pg.Pool): Db {
  // The pool outlives Kysely's own idea of it: whoever opened the store closes it.
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

import { fsyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { NodeFS } from '@electric-sql/pglite/nodefs';

// The embedded database, in a thread of its own: a long query must not keep the server from answering.

interface FileStream {
  readonly nfd: number;
}

interface EmscriptenModule {
  readonly NODEFS?: { readonly stream_ops: { fsync?: (stream: FileStream) => number } };
}

let fsyncs = 0;

/** PGlite ships with fsync switched off and without one in its file layer; a power cut would lose acknowledged writes. */
class DurableFileSystem extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(...args);
    started.emscriptenOpts.preRun?.push((module: unknown) => {
      const layer = (module as EmscriptenModule).NODEFS;
      if (layer === undefined)
        throw new Error('Cannot make the embedded database durable: its file layer is not where it was');
      layer.stream_ops.fsync = (stream) => {
        fsyncSync(stream.nfd);
        fsyncs++;
        return 0;
      };
    });
    return started;
  }
}

// `wal_sync_method=fsync`: the default, fdatasync, reaches nothing in this file layer.
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'public',
  exit_on_error: 'false',
  log_checkpoints: 'false',
  max_worker_processes: '0',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  io_method: 'sync',
  fsync: 'on',
  wal_sync_method: 'fsync',
  shared_buffers: '128MB',
  // What is not in these buffers is in the cache of the system: a place in a table is found as fast as the next one.
  random_page_cost: '1.1',
};

const database = new PGlite({
  fs: new DurableFileSystem((workerData as { readonly folder: string }).folder),
  extensions: { pg_trgm },
  startParams: [
    '--single',
    '-O',
    '-j',
    ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ],
});

export type Order =
  | { readonly id: number; readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly id: number; readonly kind: 'fsyncs' }
  | { readonly id: number; readonly kind: 'close' };

export type Answer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly count: number }
  | { readonly id: number; readonly problem: string };

const port = parentPort;
if (port === null) throw new Error('Cannot start: this file runs as a worker only');
await database.waitReady;
port.postMessage({ id: 0, bytes: new Uint8Array() } satisfies Answer);
port.on('message', (order: Order) => {
  void carryOut(order).then((answer) =>
    port.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []),
  );
});

async function carryOut(order: Order): Promise<Answer> {
  try {
    switch (order.kind) {
      case 'bytes':
        return { id: order.id, bytes: await answerOf(order.bytes) };
      case 'fsyncs':
        return { id: order.id, count: fsyncs };
      case 'close':
        await database.close();
        return { id: order.id, bytes: new Uint8Array() };
    }
  } catch (error) {
    return { id: order.id, problem: (error as Error).message };
  }
}

/** As the database writes it: asked for in one piece, it reads each answer itself and keeps what it read. */
async function answerOf(question: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await database.execProtocolRawStream(question, { onRawData: (it) => parts.push(it.slice()) });
  if (parts.length === 1) return parts[0] as Uint8Array;
  const answer = new Uint8Array(parts.reduce((sum, it) => sum + it.length, 0));
  let at = 0;
  for (const it of parts) {
    answer.set(it, at);
    at += it.length;
  }
  return answer;
}

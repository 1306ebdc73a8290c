import { DatabaseSync } from 'node:sqlite';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { PoolConfig } from 'pg';
import type { Answer, Order } from './embedded-worker.ts';
import { makeFolder } from './make-folder.ts';

/** A database in a folder, reached through `pg` as if it were a server. */
export interface Embedded {
  /** One session is all there is: exactly one pool of one connection may stand on it. */
  readonly pool: PoolConfig;
  /** How often it has flushed to disk since it started. */
  fsyncs(): Promise<number>;
  close(): Promise<void>;
}

/** @throws when another process has the folder open */
export async function openEmbedded(folder: string): Promise<Embedded> {
  // The files inside are created world-readable; the folder around them is not.
  makeFolder(folder);
  const lock = lockFolder(folder);
  const far = await startWorker(folder);
  return {
    pool: { stream: () => new Wire(far) as never, user: 'postgres', database: 'postgres', max: 1 },
    fsyncs: async () => {
      const answer = await far.ask({ kind: 'fsyncs' });
      return 'count' in answer ? answer.count : 0;
    },
    close: async () => {
      await far.ask({ kind: 'close' });
      await far.end();
      lock.close();
    },
  };
}

/** The kernel lets go of this lock however the process ends. PGlite has none, and two writers lose rows silently. */
function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(`${folder}.lock`, { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
    return lock;
  } catch (cause) {
    lock.close();
    throw new Error(`Cannot open database in "${folder}": another process has it open`, { cause });
  }
}

type Question = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;

interface FarEnd {
  ask(question: Question): Promise<Answer>;
  end(): Promise<void>;
}

async function startWorker(folder: string): Promise<FarEnd> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: { folder } });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  const started = Promise.withResolvers<Answer>();
  waiting.set(0, started);
  let last = 0;
  let ended: Error | null = null;
  const failAll = (error: Error) => {
    ended = error;
    for (const it of waiting.values()) it.reject(error);
    waiting.clear();
  };
  worker.on('error', failAll);
  worker.on('exit', (code) =>
    failAll(new Error(`Cannot reach embedded database: it ended with code ${code}`)),
  );
  worker.on('message', (answer: Answer) => {
    const it = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('problem' in answer) it?.reject(new Error(answer.problem));
    else it?.resolve(answer);
  });
  await started.promise;
  return {
    ask(question) {
      if (ended !== null) return Promise.reject(ended);
      const answer = Promise.withResolvers<Answer>();
      last += 1;
      waiting.set(last, answer);
      const handedOver = question.kind === 'bytes' ? [question.bytes.buffer as ArrayBuffer] : [];
      worker.postMessage({ ...question, id: last }, handedOver);
      return answer.promise;
    },
    end: async () => {
      await worker.terminate();
    },
  };
}

/** AuthenticationOk and ReadyForQuery: there is nobody to authenticate inside one process. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATE = 0x58;

/** What `pg` takes for a socket. */
class Wire extends Duplex {
  readonly #far: FarEnd;
  #greeted = false;

  constructor(far: FarEnd) {
    super();
    this.#far = far;
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#relay(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#relay(Buffer.concat(chunks.map((it) => it.chunk)), done);
  }

  #relay(bytes: Buffer, done: (error?: Error) => void): void {
    if (!this.#greeted) {
      this.#greeted = true;
      this.push(WELCOME);
      done();
      return;
    }
    if (bytes[0] === TERMINATE) {
      this.push(null);
      done();
      return;
    }
    this.#far.ask({ kind: 'bytes', bytes: new Uint8Array(bytes) }).then((answer) => {
      if ('bytes' in answer && answer.bytes.length > 0) this.push(Buffer.from(answer.bytes.buffer));
      done();
    }, done);
  }
}

import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Where a command speaks: results to `stdout`, everything else to `stderr`. Tests pass their own. */
export interface Io {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Columns of the terminal; results that go elsewhere are laid out for `WIDTH_ELSEWHERE`. */
  readonly width: number;
  readonly colour: boolean;
}

interface Stream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const WIDTH_MIN = 60;
const WIDTH_MAX = 200;
const WIDTH_ELSEWHERE = 120;

/** The process's own streams. `env` says whether colours are unwanted: no-color.org, and a terminal that is none. */
export function ioOf(stdout: Stream, stderr: Stream, env: Readonly<Record<string, string | undefined>>): Io {
  const stdoutIsTerminal = stdout.isTTY === true;
  const columns = stdout.columns ?? stderr.columns ?? WIDTH_ELSEWHERE;
  return {
    stdout,
    stderr,
    stdoutIsTerminal,
    stderrIsTerminal: stderr.isTTY === true,
    width: stdoutIsTerminal ? Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns)) : WIDTH_ELSEWHERE,
    colour: stdoutIsTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  };
}

/** Whoever reads our output has seen enough (`| head`): a good end, not a fault. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Parts of a result, made before or while they are written. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes everything, at the pace of the reader. */
export async function writeAll(stream: Writable, chunks: Chunks): Promise<void> {
  let failure: Error | null = null;
  const onError = (error: Error) => {
    failure = error;
  };
  stream.on('error', onError);
  try {
    for await (const chunk of chunks) {
      if (failure !== null || stream.destroyed) throw asReaderGone(failure);
      if (!stream.write(chunk)) await drained(stream);
    }
    await flushed(stream);
  } finally {
    stream.off('error', onError);
  }
}

async function drained(stream: Writable): Promise<void> {
  try {
    await once(stream, 'drain');
  } catch (error) {
    throw asReaderGone(error);
  }
}

/** What a stream has only taken in may still fail: then nobody would listen any more. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write('', (error) => (error == null ? resolve() : reject(asReaderGone(error))));
  });
}

function asReaderGone(failure: unknown): unknown {
  const code = failure instanceof Error ? (failure as NodeJS.ErrnoException).code : 'EPIPE';
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' ? new ReaderGone() : failure;
}

/** One line to the person, not part of the result. */
export function say(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}

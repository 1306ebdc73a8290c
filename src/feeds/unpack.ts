import { createGunzip } from 'node:zlib';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { type ByteStream, freePiece, ownPiece, UnpackFault, peek } from './byte-stream.ts';
import { readTar } from './tar.ts';

/** One file as it comes out of whatever it was packed in. It must be read, or left, before the next is asked for. */
export interface Member {
  /** `folder/feeds.tar.gz!2024/cve.json`: the path, and behind each `!` the name within the archive. */
  readonly name: string;
  readonly bytes: ByteStream;
}

/** An archive in an archive in an archive is somebody's trick. */
const ARCHIVES_NESTED_MAX = 3;
/** Text that compresses better than this is a decompression bomb: real feeds reach 30, deflate at most 1,032. */
const RATIO_MAX = 200;
/** Below this size a bomb does no harm, and small files of blanks compress well. */
const RATIO_CHECKED_FROM_BYTES = 64 * 2 ** 20;
/** One write may swell to a thousand times its size before the ratio is looked at. */
const UNZIP_STEP_BYTES = 64 * 2 ** 10;
/** Many small pieces cost more in their making than in their unpacking. */
const GUNZIP_PIECE_BYTES = 2 ** 20;

/**
 * Takes a file out of gzip, tar and zip, told by their first bytes and in any nesting, streamed.
 * Nothing is written anywhere, so names inside an archive are only names. Throws {@link UnpackFault} where an archive
 * is broken or a bomb; members before the fault have been handed out.
 */
export async function* unpack(name: string, bytes: ByteStream, nested = 0): AsyncGenerator<Member> {
  const { head, stream } = await peek(bytes, 512);
  const kind = archiveKind(head);
  if (kind === null) {
    yield { name, bytes: stream };
    return;
  }
  if (nested >= ARCHIVES_NESTED_MAX)
    throw new UnpackFault(`Cannot unpack: archives are nested deeper than ${ARCHIVES_NESTED_MAX} levels`);
  if (kind === 'gzip') {
    yield* unpack(name, gunzip(stream), nested + 1);
    return;
  }
  let files = 0;
  for await (const member of kind === 'tar' ? readTar(stream) : unzip(stream)) {
    files++;
    yield* unpack(`${name}!${member.name}`, member.bytes, nested + 1);
  }
  if (files === 0) throw new UnpackFault('Cannot unpack: the archive holds no file');
}

function archiveKind(head: Uint8Array): 'gzip' | 'zip' | 'tar' | null {
  const starts = (at: number, ...bytes: number[]) => bytes.every((it, index) => head[at + index] === it);
  if (starts(0, 0x1f, 0x8b, 0x08)) return 'gzip';
  if (starts(0, 0x50, 0x4b, 0x03, 0x04) || starts(0, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(257, 0x75, 0x73, 0x74, 0x61, 0x72)) return 'tar';
  return null;
}

/** Watches how much comes out for what went in. */
function bombGuard(): { took: (bytes: number) => void; gave: (bytes: number) => void } {
  let packed = 0;
  let unpacked = 0;
  return {
    took: (bytes) => {
      packed += bytes;
    },
    gave: (bytes) => {
      unpacked += bytes;
      if (unpacked > RATIO_CHECKED_FROM_BYTES && unpacked > packed * RATIO_MAX)
        throw new UnpackFault(
          `Cannot unpack: ${packed} bytes became ${unpacked}, more than ${RATIO_MAX} times as many`,
        );
    },
  };
}

/**
 * Decompresses step by step: each write is waited for, so that what came out before a fault is handed on.
 * (Iterating over the stream itself loses what it still buffers when the fault comes.)
 */
async function* gunzip(stream: ByteStream): ByteStream {
  const guard = bombGuard();
  const inflater = createGunzip({ chunkSize: GUNZIP_PIECE_BYTES });
  const out: Uint8Array[] = [];
  let fault: Error | null = null;
  inflater.on('data', (chunk: Uint8Array) => {
    // What reaches to the end of its memory is the last that is unpacked into it.
    const isLast = chunk.byteOffset + chunk.byteLength === chunk.buffer.byteLength;
    out.push(isLast ? ownPiece(chunk) : chunk);
    try {
      guard.gave(chunk.length);
    } catch (error) {
      inflater.destroy(error as Error);
    }
  });
  const failed = new Promise<void>((resolve) => {
    inflater.on('error', (error) => {
      fault ??= error;
      resolve();
    });
  });
  const step = (act: (done: (error?: Error | null) => void) => void): Promise<void> => {
    const done = new Promise<void>((resolve) => {
      act((error) => {
        fault ??= error ?? null;
        resolve();
      });
    });
    return Promise.race([done, failed]);
  };
  function* taken(): Generator<Uint8Array> {
    yield* out.splice(0);
    if (fault instanceof UnpackFault) throw fault;
    if (fault !== null)
      throw new UnpackFault(`Cannot decompress: the gzip data is damaged or cut off (${fault.message})`);
  }
  try {
    for await (const chunk of stream) {
      guard.took(chunk.length);
      await step((done) => inflater.write(chunk, done));
      if (fault === null) freePiece(chunk);
      yield* taken();
    }
    await step((done) => {
      inflater.once('end', done); // "finish" comes before the check of what is missing
      inflater.end();
    });
    yield* taken();
  } finally {
    inflater.destroy();
  }
}

/** Streams the members of a zip. Only what deflate or "stored" packed can be read. */
async function* unzip(stream: ByteStream): AsyncGenerator<Member> {
  const guard = bombGuard();
  const waiting: { file: UnzipFile; chunks: Uint8Array[]; ended: boolean; fault: Error | null }[] = [];
  const archive = new Unzip((file) => {
    const entry = { file, chunks: [] as Uint8Array[], ended: false, fault: null as Error | null };
    if (file.name.endsWith('/')) return;
    waiting.push(entry);
    file.ondata = (error, chunk, final) => {
      if (error !== null) entry.fault = error;
      else entry.chunks.push(chunk);
      entry.ended ||= final || error !== null;
    };
    file.start();
  });
  archive.register(UnzipInflate);
  const iterator = stream[Symbol.asyncIterator]();
  let over = false;
  const pull = async (): Promise<void> => {
    const next = await iterator.next();
    over = next.done === true;
    const chunk = next.value ?? new Uint8Array();
    guard.took(chunk.length);
    try {
      for (let at = 0; at === 0 || at < chunk.length; at += UNZIP_STEP_BYTES)
        archive.push(chunk.subarray(at, at + UNZIP_STEP_BYTES), over);
    } catch (error) {
      throw new UnpackFault(
        `Cannot unpack: the zip data is damaged or cut off (${(error as Error).message})`,
      );
    }
  };
  for (;;) {
    const entry = waiting.shift();
    if (entry === undefined) {
      if (over) return;
      await pull();
      continue;
    }
    const bytes = (async function* () {
      for (;;) {
        for (const chunk of entry.chunks.splice(0)) {
          guard.gave(chunk.length);
          yield chunk;
        }
        if (entry.fault !== null)
          throw new UnpackFault(`Cannot unpack: the zip data is damaged or cut off (${entry.fault.message})`);
        if (entry.ended) return;
        if (over) throw new UnpackFault('Cannot unpack: the zip data is damaged or cut off');
        await pull();
      }
    })();
    yield { name: entry.file.name, bytes };
    for await (const _ of bytes) continue; // what the reader left
  }
}

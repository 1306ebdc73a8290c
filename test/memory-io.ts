import { Writable } from 'node:stream';
import type { Io } from '../src/cli/io.ts';

/** Streams of a command that a test can read back. */
export function memoryIo(over: Partial<Io> = {}): { io: Io; stdout: () => string; stderr: () => string } {
  const stdout = collecting();
  const stderr = collecting();
  const io: Io = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    colour: false,
    ...over,
  };
  return { io, stdout: () => stdout.bytes().toString('utf8'), stderr: () => stderr.bytes().toString('utf8') };
}

function collecting(): { stream: Writable; bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}

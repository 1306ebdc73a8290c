import { createReadStream } from 'node:fs';
import { createExportVerifier, type ExportVerdict } from '#engine/audit';
import { InputError } from '../input-error.ts';
import { sha256, verifyEd25519 } from './signing-key.ts';

const LINE_FEED = 0x0a;

/**
 * Checks an export file without any database.
 * @param knownKey key line that must have signed it; null: whichever the file names
 * @throws InputError when the file cannot be read
 */
export async function verifyAuditFile(path: string, knownKey: string | null): Promise<ExportVerdict> {
  const verifier = createExportVerifier({ hash: sha256, verify: verifyEd25519 }, knownKey);
  // A byte order mark and bytes that are no UTF-8 are changes like any other.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const line of linesIn(path)) {
      if (line === null) return { proven: false, because: 'the last line has no end' };
      verifier.line(decoder.decode(line));
    }
  } catch (error) {
    if (error instanceof TypeError) return { proven: false, because: 'it holds bytes that are no text' };
    throw new InputError(
      `Cannot read audit export "${path}": ${error instanceof Error ? error.message : 'unknown reason'}`,
    );
  }
  return verifier.end();
}

/** The lines of a file without their line feeds; null for a rest that has none. */
async function* linesIn(path: string): AsyncGenerator<Uint8Array | null> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      yield rest.subarray(start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield null;
}

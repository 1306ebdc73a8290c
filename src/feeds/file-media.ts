/** Media types by what files of them begin with. What is not among them is a file like any other. */
const BEGINNINGS: readonly (readonly [media: string, starts: string])[] = [
  ['application/pdf', '%PDF-'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['application/zip', 'PK\x03\x04'],
];

/** Documents that are ZIP archives, by a name that stands near their beginning. */
const OFFICE: readonly (readonly [media: string, part: string])[] = [
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xl/'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'word/'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'ppt/'],
];

/** What kind of file it is, by its content alone: names lie, and browsers believe what they are told. */
export function mediaOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  const found = BEGINNINGS.find(([, starts]) => head.startsWith(starts))?.[0];
  if (found === 'application/zip') return OFFICE.find(([, part]) => head.includes(part))?.[0] ?? found;
  if (found !== undefined) return found;
  return isText(bytes) ? 'text/plain' : 'application/octet-stream';
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

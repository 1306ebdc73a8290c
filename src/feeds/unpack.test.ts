import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { unpack } from './unpack.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What comes out of an archive that arrives in pieces, and the fault it ends with. */
async function unpacked(
  bytes: Uint8Array,
  pieceBytes = 1000,
): Promise<{ members: [string, string][]; fault: string | null }> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const members: [string, string][] = [];
  try {
    for await (const member of unpack('feeds', pieces())) {
      const entry: [string, string] = [member.name, ''];
      members.push(entry);
      const decoder = new TextDecoder();
      for await (const chunk of member.bytes) entry[1] += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    return { members, fault: (error as Error).message };
  }
  return { members, fault: null };
}

/** A tar archive in the ustar format; a type other than "0" makes a folder, link or long name. */
function aTar(...files: { name: string; content?: string; type?: string; size?: number }[]): Uint8Array {
  const blocks = files.flatMap(({ name, content = '', type = '0', size }) => {
    const header = new Uint8Array(512);
    const body = bytesOf(content);
    header.set(bytesOf(name).subarray(0, 100), 0);
    header.set(bytesOf((size ?? body.length).toString(8).padStart(11, '0')), 124);
    header.set(bytesOf(type), 156);
    header.set(bytesOf('ustar'), 257);
    const padded = new Uint8Array(Math.ceil(body.length / 512) * 512);
    padded.set(body);
    return [header, padded];
  });
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}

test('unpack() hands on a plain file as it is', async () => {
  assert.deepEqual(await unpacked(bytesOf('{}')), { members: [['feeds', '{}']], fault: null });
  assert.deepEqual(await unpacked(bytesOf('')), { members: [['feeds', '']], fault: null });
});

test('unpack() reads gzip, tar and zip in any nesting, files in order', async () => {
  const files: [string, string][] = [
    ['feeds!a.json', 'first'],
    ['feeds!b/c.json', 'é'.repeat(700)],
  ];
  const tar = aTar(
    { name: 'a.json', content: 'first' },
    { name: 'b/', type: '5' },
    { name: 'b/c.json', content: 'é'.repeat(700) },
  );
  const zip = zipSync({ 'a.json': bytesOf('first'), 'b/c.json': bytesOf('é'.repeat(700)) });
  const stored = zipSync({ 'a.json': bytesOf('first'), 'b/c.json': bytesOf('é'.repeat(700)) }, { level: 0 });
  for (const archive of [tar, gzipSync(tar), zip, stored])
    assert.deepEqual(await unpacked(archive, 100), { members: files, fault: null });
  const inside = aTar({ name: 'a.json', content: 'first' });
  const zipped = zipSync({ 'inner.tar': inside, 'x.gz': gzipSync(bytesOf('second')) });
  assert.deepEqual((await unpacked(zipped)).members, [
    ['feeds!inner.tar!a.json', 'first'],
    ['feeds!x.gz', 'second'],
  ]);
});

test('unpack() takes names only as names: nothing is written, links lead nowhere', async () => {
  const tar = aTar(
    { name: '../../etc/passwd', content: 'harmless' },
    { name: 'link', type: '2' },
    { name: '/dev/null', type: '3' },
  );
  assert.deepEqual(await unpacked(tar), { members: [['feeds!../../etc/passwd', 'harmless']], fault: null });
});

test('unpack() reads the long names of GNU tar and pax', async () => {
  const long = `${'folder/'.repeat(30)}file.json`;
  const gnu = aTar(
    { name: '././@LongLink', type: 'L', content: `${long}\0` },
    { name: 'short', content: 'x' },
  );
  const pax = aTar(
    { name: 'pax', type: 'x', content: `${long.length + 10} path=${long}\n` },
    { name: 'short', content: 'x' },
  );
  for (const tar of [gnu, pax]) assert.deepEqual((await unpacked(tar)).members, [[`feeds!${long}`, 'x']]);
});

test('unpack() hands on what was good before an archive is cut off', async () => {
  const text = Array.from({ length: 5000 }, (_, index) => `line ${index * 7919}`).join('\n');
  const gzip = gzipSync(bytesOf(text));
  const cut = await unpacked(gzip.subarray(0, gzip.length - 2000), 500);
  assert.match(cut.fault ?? '', /gzip data is damaged or cut off/);
  const got = cut.members[0]?.[1] ?? '';
  assert.ok(got.length > 10_000 && text.startsWith(got));

  const tar = aTar({ name: 'a', content: 'first' }, { name: 'b', content: 'x'.repeat(3000) });
  const cutTar = await unpacked(tar.subarray(0, 2500));
  assert.deepEqual(cutTar.members[0], ['feeds!a', 'first']);
  assert.match(cutTar.fault ?? '', /tar archive is cut off/);

  const zip = zipSync({ a: bytesOf('first'), b: bytesOf(text) });
  const cutZip = await unpacked(zip.subarray(0, 3000));
  assert.deepEqual(cutZip.members[0], ['feeds!a', 'first']);
  assert.match(cutZip.fault ?? '', /zip data is damaged or cut off/);
});

test('unpack() stops a decompression bomb and archives without end', async () => {
  const bomb = gzipSync(new Uint8Array(100 * 2 ** 20));
  const stopped = await unpacked(bomb);
  assert.match(stopped.fault ?? '', /more than 200 times as many/);
  let nested: Uint8Array = gzipSync(bytesOf('deep'));
  for (let i = 0; i < 4; i++) nested = gzipSync(nested);
  assert.match((await unpacked(nested)).fault ?? '', /nested deeper than 3 levels/);
});

test('unpack() answers on damage to any archive, with files or a fault', async () => {
  const tar = aTar({ name: 'a', content: 'first'.repeat(200) }, { name: 'b', content: 'second' });
  const archives = [tar, gzipSync(tar), zipSync({ a: bytesOf('first'.repeat(200)), b: bytesOf('second') })];
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...archives), damage, fc.nat(), async (archive, changes, cut) => {
      const bytes = Uint8Array.from(archive.subarray(0, cut % 3 === 0 ? cut % archive.length : undefined));
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
      const { members } = await unpacked(bytes, 300);
      assert.ok(members.length <= 20);
    }),
  );
});

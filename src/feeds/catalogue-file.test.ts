import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Catalogue, createCatalogueBuilder } from '#engine/catalogue';
import { noteOfCatalogueFile, openCatalogueFile, writeCatalogueFile } from './catalogue-file.ts';

function aCatalogue(): Catalogue {
  const builder = createCatalogueBuilder();
  builder.add({
    kind: 'vulnerability',
    feed: 'nvd',
    id: 'CVE-2020-11896',
    aliases: [],
    state: 'published',
    publishedAt: '2020-06-17T11:15:00.000',
    modifiedAt: '2020-07-22T18:15:00.000',
    summary: 'Naïve parsing of “fragments” lets strangers in',
    cvss: [
      {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
        baseScore: 10,
        by: 'nvd@nist.gov',
      },
    ],
    cwes: ['CWE-131'],
    configurations: [
      {
        operator: 'OR',
        negate: false,
        nodes: [
          {
            operator: 'OR',
            negate: false,
            matches: [
              {
                vulnerable: true,
                criteria: 'cpe:2.3:o:treck:tcp\\/ip:*:*:*:*:*:*:*:*',
                versionEndExcluding: '6.0.1.66',
              },
            ],
          },
        ],
      },
    ],
  });
  return builder.finish();
}

function inFolder(use: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  try {
    use(join(folder, 'test.pwc'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a catalogue file opens as what was written', () => {
  inFolder((file) => {
    const catalogue = aCatalogue();
    writeCatalogueFile(file, catalogue, 'made from “feeds”');
    assert.equal(noteOfCatalogueFile(file), 'made from “feeds”');
    const opened = openCatalogueFile(file);
    assert.deepEqual(opened.vulnerability(0), catalogue.vulnerability(0));
    assert.deepEqual(opened.configurations(0), catalogue.configurations(0));
    assert.equal(opened.indexOf('CVE-2020-11896'), 0);
    assert.equal(opened.directory.find('o', 'treck', 'tcp/ip'), 0);
  });
});

test('a damaged, cut or foreign catalogue file is refused with the reason', () => {
  inFolder((file) => {
    writeCatalogueFile(file, aCatalogue());
    const whole = readFileSync(file);
    const spoil = (at: number): Buffer => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] as number) ^ 1;
      return copy;
    };
    const cases: [string, Buffer, RegExp][] = [
      ['flipped bit', spoil(whole.length - 9), /is damaged or cut off/],
      ['cut off', whole.subarray(0, whole.length - 8), /is damaged or cut off/],
      ['another format', spoil(8), /it has format 4, this version reads format 5/],
      ['a text file', Buffer.from('id,model\n'.repeat(20)), /it is no catalogue file/],
      ['empty', Buffer.alloc(0), /it is no catalogue file/],
    ];
    for (const [name, bytes, reason] of cases) {
      writeFileSync(file, bytes);
      assert.throws(() => openCatalogueFile(file), reason, name);
    }
  });
});

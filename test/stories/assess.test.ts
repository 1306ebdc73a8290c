import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import papaparse from 'papaparse';
import readXlsxFile from 'read-excel-file/node';
import { assertGolden, fixture, patchward } from './story.ts';

const INVENTORY = ['--inventory', fixture('devices.csv')];
const FEEDS = ['--feeds', fixture('feeds')];

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-story-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('an analyst asks what to do first', async () => {
  const told = await patchward(['assess', ...INVENTORY, ...FEEDS]);
  assert.equal(told.exit, 0);
  assertGolden('assess.txt', told.stdout);
  assertGolden('assess.stderr.txt', told.stderr);
});

test('the same list fits a narrow terminal, and a wide one', async () => {
  for (const width of [60, 80, 200]) {
    const told = await patchward(['assess', ...INVENTORY, ...FEEDS, '--quiet'], { io: { width } });
    for (const line of told.stdout.split('\n')) assert.ok(line.length <= width, `${width}: ${line}`);
    assert.equal(told.stderr, '');
  }
});

test('colour is added on a terminal and changes no word', async () => {
  const plain = await patchward(['assess', ...INVENTORY, ...FEEDS, '--quiet']);
  const coloured = await patchward(['assess', ...INVENTORY, ...FEEDS, '--quiet'], { io: { colour: true } });
  assert.ok(coloured.stdout.includes('\u001b[31m'));
  assert.equal(stripVTControlCharacters(coloured.stdout), plain.stdout);
});

test('a stricter policy changes what is critical, and an earlier day what is overdue', async () => {
  const strict = await patchward([
    'assess',
    ...INVENTORY,
    ...FEEDS,
    '-q',
    '--policy',
    'strict',
    '--as-of',
    '2026-04-01',
  ]);
  assert.equal(strict.exit, 0);
  assertGolden('assess-strict-later.txt', strict.stdout);
});

test('feeds say the same whichever is read first, down to the fix that is shown and the day it counts from', async (t) => {
  const folder = folderFor(t);
  // A second source for each weakness of the advisory, with a fix and a date of its own.
  const record = (cveId: string) => ({
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId,
      state: 'PUBLISHED',
      assignerShortName: 'exemplar',
      datePublished: '2026-01-02T00:00:00Z',
    },
    containers: {
      cna: {
        affected: [
          {
            vendor: 'Exemplar Medical',
            product: 'Volumetra 300',
            versions: [{ version: '0', lessThan: '4.2.1', status: 'affected', versionType: 'custom' }],
          },
        ],
        solutions: [{ lang: 'en', value: 'Update to 4.2.1 at once.' }],
      },
    },
  });
  const feeds = fixture('feeds');
  const advisory = JSON.parse(readFileSync(join(feeds, 'exemplar-advisory.json'), 'utf8')) as {
    vulnerabilities: { cve: string }[];
  };
  const records = advisory.vulnerabilities.map(({ cve }) => {
    const file = join(folder, `${cve}.json`);
    writeFileSync(file, JSON.stringify(record(cve)));
    return file;
  });
  const files = [...readdirSync(feeds).map((it) => join(feeds, it)), ...records];
  const assessed = (order: readonly string[]) =>
    patchward(['assess', ...INVENTORY, ...order.flatMap((it) => ['--feeds', it]), '-q', '--format', 'json']);
  const [one, other] = [await assessed(files), await assessed(files.toReversed())];
  assert.equal(one.exit, 0);
  assert.ok(one.stdout.includes('EXSA-2026-01') && one.stdout.includes('Update to 4.2.1 at once.'));
  assert.equal(one.stdout, other.stdout);
});

test('a list that has a device twice, with two versions, clears it of nothing that either has', async (t) => {
  const folder = folderFor(t);
  const answer = async (...versions: string[]) => {
    const file = join(folder, 'twice.csv');
    const rows = versions.map((it) => `BIO-1,Exemplar Medical,Volumetra 300,${it}`);
    writeFileSync(file, ['id,manufacturer,model,version', ...rows].join('\n'));
    const told = await patchward(['assess', '-i', file, ...FEEDS, '-q', '--format', 'devices']);
    return JSON.parse(told.stdout) as { cves: string[]; possible: string[]; notAffected: string[] };
  };
  const [old, updated] = [await answer('4.1.7'), await answer('4.2.1')];
  assert.ok(old.cves.length > 0 && updated.cves.length === 0);
  for (const told of [await answer('4.2.1', '4.1.7'), await answer('4.1.7', '4.2.1')])
    assert.deepEqual([...told.cves, ...told.possible].toSorted(), [...old.cves, ...old.possible].toSorted());
  assert.deepEqual(await answer('4.2.1', 'v4.2.1'), updated);
});

test('a workbook is written whole, with its five sheets', async (t) => {
  const folder = folderFor(t);
  const told = await patchward([
    'assess',
    ...INVENTORY,
    ...FEEDS,
    '-q',
    '--out',
    join(folder, 'report.xlsx'),
  ]);
  assert.deepEqual(told, { exit: 0, stdout: '', stderr: '' });
  assert.deepEqual(readdirSync(folder), ['report.xlsx']);
  const sheets = await readXlsxFile(join(folder, 'report.xlsx'));
  assert.deepEqual(
    sheets.map((it) => it.sheet),
    ['Actions', 'Findings', 'Devices', 'Rejected', 'About'],
  );
  assert.equal(sheets[2]?.data.length, 8, 'seven devices under their header');
});

test('a CSV of findings has a row per finding, and the mark that Excel needs', async (t) => {
  const file = join(folderFor(t), 'findings.csv');
  await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--out', file]);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.startsWith('\uFEFFTier,Risk,'));
  const toStdout = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--format', 'csv']);
  assert.equal(`\uFEFF${toStdout.stdout}`, text);
  const { data, errors } = papaparse.parse<Record<string, string>>(toStdout.stdout.trimEnd(), {
    header: true,
  });
  assert.deepEqual(errors, []);
  assert.ok(data.some((it) => it['Device'] === 'BIO-001' && it['Vulnerability'] === 'CVE-2025-90001'));
});

test('one line per device says what is asserted, what cannot be told, what is excluded', async () => {
  const told = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--format', 'devices']);
  assertGolden('devices.jsonl', told.stdout);
});

test('JSON and JSON lines hold the same findings', async () => {
  const json = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--format', 'json']);
  const lines = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--format', 'jsonl']);
  const document = JSON.parse(json.stdout) as { findings: unknown[]; devices: unknown[] };
  assert.deepEqual(
    document.findings,
    lines.stdout
      .trimEnd()
      .split('\n')
      .map((it): unknown => JSON.parse(it)),
  );
  assert.equal(document.devices.length, 7);
});

test('both VEX documents are written, and named by their customary endings', async (t) => {
  const folder = folderFor(t);
  for (const name of ['fleet.csaf.json', 'fleet.cdx.json']) {
    const told = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q', '--out', join(folder, name)]);
    assert.equal(told.exit, 0);
    assertGolden(
      `${name}.txt`,
      `${JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8')), null, 2)}\n`,
    );
  }
});

test('rows that cannot be used are named, saved, and do not stop the rest', async (t) => {
  const saved = join(folderFor(t), 'rejects.csv');
  const told = await patchward([
    'assess',
    '--inventory',
    fixture('devices-with-bad-rows.csv'),
    ...FEEDS,
    '-q',
    '--rejects',
    saved,
    '--format',
    'devices',
  ]);
  assert.equal(told.exit, 1);
  assertGolden('bad-rows.stderr.txt', told.stderr);
  assert.match(told.stdout, /"BIO-003"/);
  const { data } = papaparse.parse<Record<string, string>>(readFileSync(saved, 'utf8').trim(), {
    header: true,
  });
  assert.equal(data[0]?.['File'], 'devices-with-bad-rows.csv');
  assert.equal(data[0]?.['Line'], '3');
});

test('a column that was guessed wrong is named by hand', async () => {
  const told = await patchward([
    'assess',
    ...INVENTORY,
    ...FEEDS,
    '-q',
    '--format',
    'devices',
    '--map',
    'id=Purchase cost',
  ]);
  assert.match(told.stdout, /"id":"900"/);
});

test('Ctrl-C ends the run and leaves no file behind', async (t) => {
  const folder = folderFor(t);
  const told = await patchward(['assess', ...INVENTORY, ...FEEDS, '--out', join(folder, 'report.xlsx')], {
    signal: AbortSignal.abort(),
  });
  assert.equal(told.exit, 130);
  assert.match(told.stderr, /Cancelled: nothing was written\n$/);
  assert.deepEqual(readdirSync(folder), []);
});

test('feeds are compiled once, and the catalogue gives the same answer', async (t) => {
  const file = join(folderFor(t), 'catalogue.pwc');
  const built = await patchward(['catalogue', 'build', ...FEEDS, '-q', '--out', file]);
  assert.equal(built.exit, 0);
  assert.match(
    built.stdout,
    /^Wrote .*catalogue\.pwc: 3 vulnerabilities\nFeeds: nvd 3, newest 2026-02-22 · /,
  );
  const fromCatalogue = await patchward(['assess', ...INVENTORY, '--catalogue', file, '-q']);
  const fromFeeds = await patchward(['assess', ...INVENTORY, ...FEEDS, '-q']);
  assert.deepEqual(fromCatalogue, fromFeeds);
});

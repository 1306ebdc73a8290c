import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertGolden, fixture, patchward } from './story.ts';

const FEEDS = ['--feeds', fixture('feeds')];
const DEVICES = ['--inventory', fixture('devices.csv')];

/** What a person may write that cannot be used, and a part of the answer that tells how to go on. */
const CASES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a misspelt command', ['asses', ...DEVICES], /^Unknown command "asses": did you mean "assess"\?$/m],
  [
    'a misspelt option',
    ['assess', '--inventry', 'x'],
    /^Unknown option --inventry: did you mean --inventory\?\nSee: patchward assess --help$/m,
  ],
  ['no inventory', ['assess', ...FEEDS], /^No inventory is given: add --inventory FILE$/m],
  ['no feeds', ['assess', ...DEVICES], /^No feeds are given: add --feeds PATH, or --catalogue FILE/m],
  [
    'half a command',
    ['audit'],
    /^"audit" is no command on its own: there is audit export, audit verify, audit renew-key; see patchward audit --help$/m,
  ],
  [
    'a file that is not there',
    ['assess', '--inventory', 'nowhere.csv', ...FEEDS],
    /^Cannot read inventory "nowhere\.csv": there is no such file or folder$/m,
  ],
  [
    'rejects that have nowhere to go, before anything is read',
    ['import', '--data', 'nowhere', '--inventory', 'nowhere.csv', '--rejects', 'nowhere/rejects.csv'],
    /^Cannot write nowhere\/rejects\.csv: there is no folder nowhere$/m,
  ],
  [
    'a result in place of what it is worked out from',
    ['assess', ...DEVICES, ...FEEDS, '--out', fixture('../fixtures/devices.csv')],
    /^Cannot write --out to .*devices\.csv: it would take the place of --inventory$/m,
  ],
  [
    'two results in one file',
    ['assess', ...DEVICES, ...FEEDS, '--out', 'report.csv', '--rejects', './report.csv'],
    /^Cannot write --out to report\.csv: it would take the place of --rejects$/m,
  ],
  [
    'an empty file',
    ['assess', '--inventory', fixture('empty.csv'), ...FEEDS],
    /^Cannot read inventory "empty\.csv": the file is empty$/m,
  ],
  [
    'a column that is not there',
    ['assess', ...DEVICES, ...FEEDS, '--map', 'model=Modell'],
    /no column "Modell" for field "model"; the columns are Tag #,/,
  ],
  [
    'a field that is not there',
    ['assess', ...DEVICES, ...FEEDS, '--map', 'modle=Model'],
    /there is no field "modle"/,
  ],
  [
    'feeds that are none',
    ['assess', ...DEVICES, '--feeds', fixture('letter.txt')],
    /^Cannot match against .*letter\.txt: nothing that was read names a product; Skipped .*letter\.txt/m,
  ],
  [
    'a broken policy',
    ['assess', ...DEVICES, ...FEEDS, '--policy', fixture('broken-policy.txt')],
    /^Cannot read policy ".*broken-policy\.txt"/m,
  ],
  [
    'a policy that is not there',
    ['assess', ...DEVICES, ...FEEDS, '--policy', 'nowhere.json'],
    /^Cannot read policy "nowhere\.json": there is no such file or folder$/m,
  ],
  [
    'a day that is none',
    ['assess', ...DEVICES, ...FEEDS, '--as-of', '2026-02-30'],
    /^Cannot read --as-of "2026-02-30": it is no day of the calendar written YYYY-MM-DD$/m,
  ],
  ['an unknown format', ['assess', ...DEVICES, ...FEEDS, '--format', 'xslx'], /did you mean xlsx\?/],
  [
    'an ending that says nothing',
    ['assess', ...DEVICES, ...FEEDS, '--out', 'report.doc'],
    /^Cannot tell the format of "report\.doc" by its ending/m,
  ],
  [
    'a folder that is not there, before anything is read',
    ['assess', '--inventory', 'nowhere.csv', ...FEEDS, '-q', '--out', 'nowhere/report.csv'],
    /^Cannot write nowhere\/report\.csv: there is no folder nowhere$/m,
  ],
  [
    'a VEX document about nothing',
    ['assess', '--inventory', fixture('scale.csv'), ...FEEDS, '-q', '-f', 'csaf-vex'],
    /^Cannot write CSAF VEX: no vulnerability concerns any of the devices/m,
  ],
  [
    'a catalogue that is none',
    ['assess', ...DEVICES, '--catalogue', fixture('letter.txt')],
    /^Cannot open catalogue .*letter\.txt: it is no catalogue file$/m,
  ],
  [
    'a catalogue that is not there',
    ['assess', ...DEVICES, '--catalogue', 'nowhere.pwc'],
    /^Cannot open catalogue nowhere\.pwc: there is no such file or folder$/m,
  ],
  [
    'feeds and a catalogue',
    ['assess', ...DEVICES, ...FEEDS, '--catalogue', 'c.pwc'],
    /^Both feeds and a catalogue are given/m,
  ],
  [
    'a letter for an inventory',
    ['assess', '--inventory', fixture('letter.txt'), ...FEEDS],
    /^Cannot read inventory "letter\.txt": none of its columns/m,
  ],
  ['no device', ['explain', ...DEVICES, ...FEEDS], /^No device is given: add --device ID$/m],
  [
    'a device that is not there',
    ['explain', ...DEVICES, ...FEEDS, '-q', '--device', 'BIO-0001'],
    /^No device "BIO-0001" is in the inventory: did you mean "BIO-001"\?$/m,
  ],
  ['no product', ['absent', ...DEVICES, ...FEEDS], /^No product is given/m],
];

for (const [what, args, message] of CASES)
  test(`${what}: exit code 2, a message that says how to go on, and nothing on stdout`, async () => {
    const told = await patchward(args);
    assert.equal(told.exit, 2);
    assert.match(told.stderr, message);
    assert.equal(told.stdout, '');
  });

test('a workbook is not poured over a terminal', async () => {
  const told = await patchward(['assess', ...DEVICES, ...FEEDS, '-f', 'xlsx'], {
    io: { stdoutIsTerminal: true },
  });
  assert.equal(told.exit, 2);
  assert.match(told.stderr, /add --out report\.xlsx/);
});

test('help, and the help of every command', async () => {
  const help = await patchward(['help']);
  assert.equal(help.exit, 0);
  assertGolden('help.txt', help.stdout);
  for (const command of ['assess', 'explain', 'absent', 'catalogue build', 'serve']) {
    const told = await patchward([...command.split(' '), '--help']);
    assert.equal(told.exit, 0);
    assertGolden(`help-${command.replace(' ', '-')}.txt`, told.stdout);
  }
  const family = await patchward(['audit', '--help']);
  assert.equal(family.exit, 0);
  assert.match(family.stdout, /^Commands\n {2}audit export .*\n {2}audit verify .*\n {2}audit renew-key /);
  assert.equal((await patchward(['help', 'audit'])).stdout, family.stdout);
  assert.equal((await patchward(['--version'])).stdout, 'patchward 0.0.0\n');
});

test('a fault of the product has an exit code of its own', async () => {
  const told = await patchward(['serve']);
  assert.equal(told.exit, 70);
  assert.match(told.stderr, /^This is a fault of Patchward, not of your input:\nError: No story serves/);
});

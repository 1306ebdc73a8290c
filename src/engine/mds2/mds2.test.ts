import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  answersOf,
  factOf,
  type FormSheet,
  type PatchedPart,
  patchPathOf,
  readMds2Form,
  storesPhi,
  type SupportFact,
  transmitsPhi,
} from '#engine/mds2';
import { type Answer, readAnswer } from './answer.ts';
import { readQuestionId } from './question.ts';

test('answers are read with slips of the keyboard and with notes in the same cell', () => {
  const cases: readonly (readonly [string, Answer | null, string])[] = [
    ['Yes', 'yes', ''],
    [' yes. ', 'yes', ''],
    ['Y', 'yes', ''],
    ['Yse', 'yes', ''],
    ['YES - see note 3', 'yes', 'see note 3'],
    ['Yes (service only)', 'yes', 'service only'],
    ['No', 'no', ''],
    ['noo', 'no', ''],
    ['No, planned for 2027', 'no', 'planned for 2027'],
    ['N/A', 'not-applicable', ''],
    ['n.a.', 'not-applicable', ''],
    ['NA', 'not-applicable', ''],
    ['Not applicable: no battery', 'not-applicable', 'no battery'],
    ['Not aplicable', 'not-applicable', ''],
    ['See Note', 'see-note', ''],
    ['see notes 4', 'see-note', 'see notes 4'],
    ['Note 12', 'see-note', 'Note 12'],
    ['See note 5: only with kit B', 'see-note', 'only with kit B'],
    ['Yes/No', null, 'Yes/No'],
    ['Yes or no', null, 'Yes or no'],
    ['Notification by mail', null, 'Notification by mail'],
    ['Yesterday', null, 'Yesterday'],
    ['Windows 10 IoT', null, 'Windows 10 IoT'],
    ['', null, ''],
    ['__', null, ''],
    ['—', null, ''],
  ];
  for (const [text, answer, rest] of cases) assert.deepEqual(readAnswer(text), { answer, rest }, text);
  fc.assert(fc.property(fc.string(), (text) => void readAnswer(text)));
});

test('numbers of questions are read as makers write them', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['CSUP-2.1', 'CSUP-2.1'],
    ['csup 2.1', 'CSUP-2.1'],
    ['CSUP–2,1.', 'CSUP-2.1'],
    ['CUSP-2.1', 'CSUP-2.1'],
    ['MPII-02', 'MPII-2'],
    ['SAHD-3.2', 'SAHD-3.2'],
    ['DOC-11.1', 'DOC-11.1'],
    ['TXCF-1', 'TXCF-1'],
    ['AUTD-1', null],
    ['WXYZ-1', null],
    ['12-1.2', null],
    ['CSUP', null],
    ['CSUP-', null],
  ];
  for (const [text, wanted] of cases) assert.equal(readQuestionId(text), wanted, text);
});

const HEAD = ['Question ID', 'Question', '', 'See note', 'IEC TR 80001-2-2:2012'];

function sheetOf(rows: readonly (readonly string[])[], name = 'MDS2'): FormSheet {
  return { name, rows: [HEAD, ...rows].map((cells, index) => ({ line: index + 1, cells })) };
}

const FORM = [
  ['DOC-1', 'Manufacturer Name', 'Alveor Inc.', '', ''],
  ['DOC-3', 'Device Model', 'Infusa 8100', '', ''],
  ['MPII-1', 'Can it hold …?', 'Yes', '', ''],
  ['MPII-2', 'Does it keep …?', 'Yes', '', ''],
  ['MPII-2.2', 'On its own disk?', 'Yes - note 1', 'Last 50 infusions', ''],
  ['MPII-3.5', 'Over a wired network?', 'No', '', ''],
  ['CSUP-2', 'Operating system?', 'Yes', '', ''],
  ['CSUP 2.1', 'Owner?', 'yes', '', ''],
  ['CSUP-2.2', 'Vendor?', 'No', '', ''],
  ['CSUP-2.4', 'Third party?', 'N', '', ''],
  ['CSUP-3', 'Drivers?', '', '', ''],
  ['CSUP-3.1', 'Owner?', 'depends', '', ''],
  ['MPII-1', 'again', 'No', '', ''],
  ['QWER-4', 'What?', 'Yes', '', ''],
];

test('a form is read wherever its table stands, and every row that cannot be taken is named', () => {
  const form = readMds2Form([{ name: 'Cover', rows: [{ line: 1, cells: ['MDS2'] }] }, sheetOf(FORM)]);
  assert(!('problem' in form));
  assert.deepEqual([form.edition, form.maker, form.model], ['2019', 'Alveor Inc.', 'Infusa 8100']);
  const of = (question: string) => form.answers.find((it) => it.question === question);
  assert.deepEqual([of('MPII-2.2')?.answer, of('MPII-2.2')?.note], ['yes', 'note 1 · Last 50 infusions']);
  assert.deepEqual([of('CSUP-2.1')?.answer, of('CSUP-2.1')?.text, of('CSUP-2.1')?.row], ['yes', 'Owner?', 9]);
  assert.deepEqual([of('CSUP-3')?.answer, of('CSUP-3.1')?.note], [null, 'depends']);
  assert.deepEqual(
    form.rejects.map((it) => [it.sheet, it.row, it.question]),
    [
      ['MDS2', 13, 'CSUP-3.1'],
      ['MDS2', 14, 'MPII-1'],
      ['MDS2', 15, 'QWER-4'],
    ],
  );
  assert.equal(of('MPII-1')?.answer, 'yes');
  assert(form.missingSections.includes('RMOT') && !form.missingSections.includes('CSUP'));

  const moved = readMds2Form([
    {
      name: 'Sheet1',
      rows: FORM.map(([id = '', text = '', answer = '', note = ''], index) => ({
        line: index + 1,
        cells: ['', id, text, '', answer, note],
      })),
    },
  ]);
  assert(!('problem' in moved));
  assert.deepEqual(
    moved.answers.map((it) => [it.question, it.answer, it.note, it.text]),
    form.answers.map((it) => [it.question, it.answer, it.note, it.text]),
  );
});

test('the form of 2013 is recognised, and what is no form is refused', () => {
  const old = readMds2Form([
    sheetOf([
      ['HN 1-2013', '', '', '', ''],
      ['1-1', 'Automatic logoff?', 'Yes', '', ''],
    ]),
  ]);
  assert(!('problem' in old));
  assert.deepEqual([old.edition, old.answers.length], ['2013', 0]);
  assert('problem' in readMds2Form([sheetOf([['Pump', 'Model', 'Yes', '', '']])]));
  assert('problem' in readMds2Form([]));
});

const SUPPORTED: SupportFact = { isSupported: true, because: '' };
const LEFT: SupportFact = { isSupported: false, because: 'End of support was 1 Jan 2024' };

function pathOf(
  said: Readonly<Record<string, Answer | null>>,
  part: PatchedPart = 'operating-system',
  support = SUPPORTED,
) {
  const answers = answersOf(
    Object.entries(said).map(([question, answer]) => ({ question, answer, note: '' })),
  );
  const found = patchPathOf(answers, support);
  const own = found.parts.find((it) => it.part === part);
  return {
    whole: found.path,
    path: own?.path,
    by: own?.answers.map((it) => it.question),
    because: found.because,
  };
}

test('the patch path follows from the answers, and names those that decided it', () => {
  const os = (owner: Answer | null, visit: Answer | null, remote: Answer | null, unapproved: Answer | null) =>
    pathOf({
      'CSUP-2': 'yes',
      'CSUP-2.1': owner,
      'CSUP-2.2': visit,
      'CSUP-2.3': remote,
      'CSUP-2.4': unapproved,
    });
  const cases = [
    [os('yes', 'no', 'no', 'yes'), 'owner', ['CSUP-2.1', 'CSUP-2.4']],
    [os('yes', 'no', 'no', 'no'), 'wait-for-approval', ['CSUP-2.1', 'CSUP-2.4']],
    [os('yes', null, null, null), 'wait-for-approval', ['CSUP-2.1', 'CSUP-2.4']],
    [os('no', 'yes', 'no', 'no'), 'vendor-visit', ['CSUP-2.2', 'CSUP-2.3']],
    [os('no', 'yes', 'yes', 'no'), 'remote', ['CSUP-2.2', 'CSUP-2.3']],
    [os('yes', 'yes', 'no', 'yes'), 'vendor-visit', ['CSUP-2.1', 'CSUP-2.2']],
    [os('no', 'no', 'yes', 'no'), 'remote', ['CSUP-2.3']],
    [os('no', 'no', 'not-applicable', 'no'), 'never', ['CSUP-2.1', 'CSUP-2.2', 'CSUP-2.3']],
    [os('no', null, 'no', 'no'), null, ['CSUP-2', 'CSUP-2.1', 'CSUP-2.2', 'CSUP-2.3', 'CSUP-2.4']],
    [
      os('see-note', 'see-note', null, null),
      null,
      ['CSUP-2', 'CSUP-2.1', 'CSUP-2.2', 'CSUP-2.3', 'CSUP-2.4'],
    ],
  ] as const;
  for (const [found, path, by] of cases) assert.deepEqual([found.path, found.by], [path, by], String(path));
});

test('the strictest part rules the device, an open one leaves it open, and nobody comes once support is over', () => {
  const rest = { 'CSUP-4': 'no', 'CSUP-5': 'no', 'CSUP-6': 'no' } as const;
  const owner = { 'CSUP-2': 'yes', 'CSUP-2.1': 'yes', 'CSUP-2.4': 'yes' } as const;
  const visit = { 'CSUP-3': 'yes', 'CSUP-3.1': 'no', 'CSUP-3.2': 'yes' } as const;
  assert.equal(pathOf({ ...owner, 'CSUP-3': 'no', ...rest }).whole, 'owner');
  assert.equal(pathOf({ ...owner, ...visit, ...rest }).whole, 'vendor-visit');
  assert.equal(pathOf({ ...owner, ...visit, ...rest }, 'drivers-and-firmware', LEFT).whole, 'never');
  assert.equal(pathOf({ ...owner, 'CSUP-3': 'no', ...rest }, 'operating-system', LEFT).whole, 'owner');
  const lapsed = { ...SUPPORTED, uncovered: 'the support contract has lapsed: Gold 2024' };
  const paid = pathOf({ ...owner, ...visit, ...rest }, 'drivers-and-firmware', lapsed);
  assert.deepEqual(
    [paid.whole, paid.because],
    ['vendor-visit', 'The vendor’s service is required; but the support contract has lapsed: Gold 2024'],
  );
  assert.equal(pathOf({ ...owner, 'CSUP-3': 'no', ...rest }, 'operating-system', lapsed).whole, 'owner');
  const open = pathOf({ ...owner, ...rest });
  assert.deepEqual([open.whole, open.because], [null, 'The form leaves it open for drivers and firmware']);
  assert.equal(pathOf({}).whole, null);
  assert.equal(pathOf({ 'CSUP-2': 'no', 'CSUP-3': 'no', ...rest }).whole, null);
});

test('what cannot be told is never the easier way', () => {
  const answer = fc.constantFrom<(Answer | null)[]>('yes', 'no', 'not-applicable', 'see-note', null);
  const form = fc.dictionary(
    fc.constantFrom(
      ...[2, 3, 4, 5, 6].flatMap((it) => ['', '.1', '.2', '.3', '.4'].map((end) => `CSUP-${it}${end}`)),
    ),
    answer,
  );
  fc.assert(
    fc.property(form, (said) => {
      const found = pathOf(said);
      if (found.whole === 'owner')
        assert(Object.entries(said).some(([question, it]) => question.endsWith('.1') && it === 'yes'));
    }),
  );
});

test('patient data is told from the parts of MPII, and stays open where they are', () => {
  const facts = (said: Readonly<Record<string, Answer>>) => {
    const answers = answersOf(
      Object.entries(said).map(([question, answer]) => ({ question, answer, note: '' })),
    );
    return [storesPhi(answers), transmitsPhi(answers)].map((it) => [it.value, it.question]);
  };
  assert.deepEqual(facts({ 'MPII-1': 'no' }), [
    [false, 'MPII-1'],
    [false, 'MPII-1'],
  ]);
  assert.deepEqual(facts({ 'MPII-1': 'yes', 'MPII-2': 'yes', 'MPII-3.6': 'yes' }), [
    [true, 'MPII-2'],
    [true, 'MPII-3.6'],
  ]);
  assert.deepEqual(facts({ 'MPII-1': 'yes', 'MPII-2': 'no', 'MPII-3': 'no' }), [
    [false, 'MPII-2'],
    [false, 'MPII-3'],
  ]);
  assert.deepEqual(facts({ 'MPII-1': 'yes', 'MPII-2.3': 'yes' }), [
    [true, 'MPII-2.3'],
    [null, null],
  ]);
  assert.deepEqual(facts({}), [
    [null, null],
    [null, null],
  ]);
  const one = answersOf([{ question: 'DTBK-5', answer: 'see-note', note: 'x' }]);
  assert.equal(factOf(one, 'DTBK-5').value, null);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { readUdi, type Udi } from '#engine/udi';
import { sharedOrSkip } from '#test/shared';
import { GS1_FORMATS, hasCheckDigit } from './gs1-identifiers.ts';
import { hibccCheck } from './hibcc.ts';

const YEAR = 2026;

function said(text: string): Partial<Record<keyof Udi, unknown>> | string {
  const it = readUdi(text, YEAR);
  if ('problem' in it) return it.problem;
  const { di, lot, serial, expiry, manufactured, version, problems } = it;
  const values = { di, lot, serial, expiry: expiry?.day, manufactured: manufactured?.day, version };
  return Object.fromEntries(
    Object.entries({ ...values, problems: problems.length === 0 ? null : problems.join('; ') }).filter(
      ([, value]) => value != null,
    ),
  );
}

const GTIN = '10887488125541';

test('GS1 is read as scanned, as printed and as a bare number', () => {
  const whole = { di: GTIN, lot: 'A213B1', serial: '1234', expiry: '2027-07-12', manufactured: '2022-07-12' };
  const cases: readonly (readonly [string, unknown])[] = [
    [`(01)${GTIN}(11)220712(17)270712(10)A213B1(21)1234`, whole],
    [`]d201${GTIN}112207121727071210A213B1\u001d211234`, whole],
    [`\u001d01${GTIN}112207121727071210A213B1<GS>211234`, whole],
    [`01${GTIN}1122071217270712211234{GS}10A213B1`, whole],
    [` ${GTIN} `, { di: GTIN }],
    [`(01)${GTIN}(17)280200`, { di: GTIN, expiry: '2028-02-29' }],
    [`(01)${GTIN}(17)270200`, { di: GTIN, expiry: '2027-02-28' }],
    [`(01)${GTIN}(11)761231`, { di: GTIN, manufactured: '2076-12-31' }],
    [`(01)${GTIN}(11)771231`, { di: GTIN, manufactured: '1977-12-31' }],
    [`(01)${GTIN}(8012)4.1.7(21)A(3)B`, { di: GTIN, version: '4.1.7', serial: 'A(3)B' }],
    [`01${GTIN}80124.1.7\u001d240REF-9\u001d21S1`, { di: GTIN, version: '4.1.7', serial: 'S1' }],
    ['(01)10887488125542', { di: '10887488125542', problems: '(01) 10887488125542 has a wrong check digit' }],
    [`(01)${GTIN}(17)271332`, { di: GTIN, problems: '(17) 271332 is no day' }],
    [`(01)${GTIN}(17)2707`, { di: GTIN, problems: '(17) 2707 has 4 characters instead of 6' }],
    [`(01)${GTIN}(21)`, { di: GTIN, problems: '(21) is empty instead of 1 to 20' }],
    [
      `(01)${GTIN}(21)S°1`,
      { di: GTIN, serial: 'S°1', problems: '(21) S°1 holds a character that may not stand there' },
    ],
    ['(05)123', 'Cannot read UDI: "(05)12" is no GS1 application identifier'],
    [`01${GTIN}05`, 'Cannot read UDI: "05" is no GS1 application identifier'],
    ['SN-4711', 'Cannot read UDI: it begins like none of GS1, HIBCC and ICCBBA'],
    ['', 'Cannot read UDI: it begins like none of GS1, HIBCC and ICCBBA'],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(said(text), wanted, text);
});

test('HIBC is read with its dates, lots, serials and check character', () => {
  const withCheck = (text: string) => text + hibccCheck(text);
  const PRIMARY = '+H123ABC01234567890';
  const di = 'H123ABC01234567890';
  const cases: readonly (readonly [string, unknown])[] = [
    // The example of the HIBC standard, with its check character.
    ['+A123BJC5D6E71G', { di: 'A123BJC5D6E71' }],
    [withCheck(PRIMARY), { di }],
    [`*${withCheck(PRIMARY)}*`, { di }],
    [withCheck(`${PRIMARY}/$$3270712LOT123`), { di, lot: 'LOT123', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$+3270712XYZ456`), { di, serial: 'XYZ456', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$0727LOT`), { di, lot: 'LOT', expiry: '2027-07-31' }],
    [withCheck(`${PRIMARY}/$$2071227LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$427071223LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$527193LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$62719323LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$7LOT`), { di, lot: 'LOT' }],
    [withCheck(`${PRIMARY}/$$8123270712LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$$9000103270712LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [withCheck(`${PRIMARY}/$LOT9`), { di, lot: 'LOT9' }],
    [withCheck(`${PRIMARY}/$+SER9`), { di, serial: 'SER9' }],
    [withCheck(`${PRIMARY}/27193LOT`), { di, lot: 'LOT', expiry: '2027-07-12' }],
    [
      withCheck(`${PRIMARY}/$$3270712LOT/S77DEFG45/16D20220712/14D20270713`),
      { di, lot: 'LOT', serial: '77DEFG45', expiry: '2027-07-12', manufactured: '2022-07-12' },
    ],
    [withCheck(`${PRIMARY}/$$3271332LOT`), { di, lot: 'LOT', problems: '"271332" is no date' }],
    [`${PRIMARY}Z`, { di, problems: 'its check character is "Z" instead of "D"' }],
    ['+1234', 'Cannot read UDI: its labeler and product code cannot be read'],
    ['+H123ABC°', 'Cannot read UDI: it holds a character that may not stand in a HIBC code'],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(said(text), wanted, text);
});

test('ICCBBA is read by its data structures', () => {
  // The example of FDA's "UDI formats by issuing agency".
  assert.deepEqual(said('=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123'), {
    di: 'A9999XYZ100T0944',
    lot: '000000000000XYZ123',
    serial: '000025',
    expiry: '2014-02-01',
    manufactured: '2013-02-01',
  });
  assert.deepEqual(said('=)1TE1234567&)RZ12345678'), { di: '1TE1234567', lot: 'RZ12345678' });
  assert.deepEqual(said('=/A9999XYZ100T0944=>014400'), {
    di: 'A9999XYZ100T0944',
    problems: '"014400" is no date',
  });
  assert.match(JSON.stringify(said('=/A9999')), /not followed by 16/);
  assert.match(JSON.stringify(said('&?12')), /no ISBT 128/);
});

test('whatever text comes, there is an answer, and a check digit catches a changed digit', () => {
  fc.assert(fc.property(fc.string(), (text) => void readUdi(text, YEAR)));
  fc.assert(
    fc.property(
      fc.string().map((it) => `(01)${it}`),
      (text) => void readUdi(text, YEAR),
    ),
  );
  fc.assert(
    fc.property(fc.nat({ max: 13 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = GTIN.split('');
      digits[at] = String((Number(digits[at]) + by) % 10);
      assert(!hasCheckDigit(digits.join('')));
    }),
  );
});

test('every GS1 application identifier has the format of the GS1 syntax dictionary', (t) => {
  const file = sharedOrSkip(t, 'suites/gs1/gs1-syntax-dictionary.txt');
  if (file === null) return;
  const wanted = new Map<string, object>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, first = '', last = first, flags = '', format = ''] =
      /^(\d{2,4})(?:-(\d{2,4}))?\s+([*?]*)\s*((?:\[?[NXYZ](?:\.\.)?\d+\]?(?:,[\w,]+)?\s*)+)/.exec(line) ?? [];
    if (first === '') continue;
    for (let it = Number(first); it <= Number(last || first); it++)
      wanted.set(String(it).padStart(first.length, '0'), formatOf(format, flags.includes('*')));
  }
  assert(wanted.size > 450, String(wanted.size));
  assert.deepEqual(Object.fromEntries(GS1_FORMATS), Object.fromEntries(wanted));
});

function formatOf(spec: string, isFixed: boolean) {
  let [least, most, checked, isNumeric] = [0, 0, 0, true];
  for (const part of spec.trim().split(/\s+/)) {
    const [, open, kind, upTo, count, , linters = ''] =
      /^(\[)?([NXYZ])(\.\.)?(\d+)(\])?,?(.*)$/.exec(part) ?? [];
    if (open === undefined) least += upTo === undefined ? Number(count) : 1;
    most += Number(count);
    if (kind !== 'N') isNumeric = false;
    if (linters.split(',').includes('csum')) checked = most;
  }
  return { least, most, isNumeric, isFixed, checked };
}

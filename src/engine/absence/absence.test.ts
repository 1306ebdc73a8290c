import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Question, type Subject, type SubjectItem, stateAbsence } from './mod.ts';

const SQL_SERVER = 7;

const question = (over: Partial<Question> = {}): Question => ({
  text: 'Microsoft SQL Server',
  scope: 'software',
  products: new Set([SQL_SERVER]),
  names: (it) => /sql server/i.test(it.name),
  ...over,
});

const subject = (over: Partial<Subject> = {}): Subject => ({
  deviceId: 'PUMP-1',
  label: 'Maker Pump',
  items: [device()],
  components: 'none',
  ...over,
});

const item = (over: Partial<SubjectItem>): SubjectItem => ({
  kind: 'component',
  text: over.name ?? '',
  maker: null,
  name: over.text ?? '',
  version: null,
  links: [],
  ...over,
});

const device = (over: Partial<SubjectItem> = {}) =>
  item({ kind: 'device', text: 'Maker Pump', maker: 'Maker', name: 'Pump', ...over });

const component = (text: string, product?: number, confidence: 'confirmed' | 'candidate' = 'confirmed') =>
  item({ text, links: product === undefined ? [] : [{ product, confidence }] });

function kindOf(it: Subject, asked = question()): string {
  const statement = stateAbsence([it], asked, '2026-11-24');
  return statement.present.length === 1 ? 'present' : statement.absent.length === 1 ? 'absent' : 'unknown';
}

test('a component that is the product makes it present, whether or not any feed knows its text', () => {
  assert.equal(
    kindOf(subject({ items: [component('MSSQL 2019', SQL_SERVER)], components: 'observed' })),
    'present',
  );
  assert.equal(
    kindOf(subject({ items: [component('Microsoft SQL Server 2012 Express')], components: 'observed' })),
    'present',
  );
});

test('a doubtful link is never read as absence', () => {
  const it = subject({ items: [component('SQL Srv', SQL_SERVER, 'candidate')], components: 'complete' });
  assert.equal(kindOf(it), 'unknown');
});

test('a device of the same name by another maker is not known to be the product', () => {
  const asked = question({ scope: 'device', names: () => true });
  const alike = (confidence: 'probable' | 'candidate') =>
    subject({ items: [device({ links: [{ product: SQL_SERVER, confidence }] })] });
  assert.equal(kindOf(alike('candidate'), asked), 'unknown');
  assert.equal(kindOf(alike('probable'), asked), 'present');
});

test('only a complete list of components proves that software is absent', () => {
  const items = [component('OpenSSL 3.0')];
  assert.equal(kindOf(subject({ items, components: 'complete' })), 'absent');
  assert.equal(kindOf(subject({ items, components: 'observed' })), 'unknown');
  assert.equal(kindOf(subject({ components: 'none' })), 'unknown');
});

test('a device that is another product does not have a device product', () => {
  assert.equal(kindOf(subject(), question({ scope: 'device', names: () => false })), 'absent');
  assert.equal(kindOf(subject({ items: [] }), question({ scope: 'device', names: () => false })), 'unknown');
});

test('a device of which it is not certain what it is, is not known to be something else', () => {
  const asked = question({ scope: 'device', names: () => false });
  const links = [{ product: 3, confidence: 'candidate' as const }];
  assert.equal(kindOf(subject({ items: [device({ links })] }), asked), 'unknown');
  assert.equal(kindOf(subject({ items: [device({ maker: null })] }), asked), 'unknown');
});

test('what may be software may be on whatever runs an operating system', () => {
  const asked = question({ scope: 'unclear', names: () => false });
  const system = item({ kind: 'os', text: 'Windows 10' });
  assert.equal(kindOf(subject(), asked), 'absent');
  assert.equal(kindOf(subject({ items: [device(), system] }), asked), 'unknown');
  assert.equal(kindOf(subject({ items: [device(), system], components: 'complete' }), asked), 'absent');
});

test('a name that no feed knows is said to be one', () => {
  const { text } = stateAbsence([subject()], question({ products: new Set() }), '2026-11-24');
  assert.match(text, /No feed that was read knows this name/);
});

test('the operating system decides for operating systems, and a missing one decides nothing', () => {
  const asked = question({ scope: 'operating-system', names: () => false });
  assert.equal(kindOf(subject({ items: [item({ kind: 'os', text: 'VxWorks 6.9' })] }), asked), 'absent');
  assert.equal(kindOf(subject(), asked), 'unknown');
});

test('the statement adds up and names what stands in the way', () => {
  const fleet = [
    subject({ deviceId: 'A', items: [component('x', SQL_SERVER)], components: 'observed' }),
    subject({ deviceId: 'B', items: [component('OpenSSL')], components: 'complete' }),
    subject({ deviceId: 'C' }),
    subject({ deviceId: 'D' }),
  ];
  const { text } = stateAbsence(fleet, question(), '2026-11-24');
  assert.equal(
    text,
    'As of 2026-11-24, of 4 devices 1 has Microsoft SQL Server, 1 is known not to have it, and for 2 it cannot be told (answered for 50 %). ' +
      'Cannot be told because no software bill of materials, and no scan that lists its components (2).',
  );
});

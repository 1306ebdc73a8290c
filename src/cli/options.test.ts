import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf, countOf, dayOf, type Option, readArguments, UsageError } from './options.ts';

const OPTIONS: readonly Option[] = [
  { name: 'inventory', short: 'i', value: 'FILE', repeatable: true, help: '' },
  { name: 'format', value: 'WORD', help: '' },
  { name: 'as-of', value: 'DATE', help: '' },
  { name: 'limit', value: 'N', help: '' },
  { name: 'quiet', short: 'q', help: '' },
];

const read = (...args: string[]) => readArguments(args, OPTIONS);

test('readArguments() takes repeated, inline, short and flag options', () => {
  const given = read('--inventory', 'a.csv', '-i', 'b.xml', '--inventory=c.json', '-q', '--format', 'csv');
  assert.deepEqual(given.all('inventory'), ['a.csv', 'b.xml', 'c.json']);
  assert.equal(given.one('format'), 'csv');
  assert.equal(given.has('quiet'), true);
  assert.equal(given.one('limit'), null);
});

test('readArguments() says what to write instead', () => {
  const cases: readonly [string[], RegExp][] = [
    [['--inventry', 'a.csv'], /^Unknown option --inventry: did you mean --inventory\?$/],
    [['--fromat', 'csv'], /did you mean --format\?/],
    [['--inv', 'a.csv'], /did you mean --inventory\?/],
    [['--xyzzy'], /see --help/],
    [['-z'], /^Unknown option -z/],
    [['--format'], /^Option --format needs a value: --format WORD$/],
    [['--format', '--quiet'], /looks like the next option/],
    [['--quiet=yes'], /takes no value/],
    [['--format', 'csv', '--format', 'json'], /is given 2 times/],
    [['--inventory', 'a.csv', 'b.csv'], /^Unexpected argument "b.csv"/],
  ];
  for (const [args, message] of cases)
    assert.throws(
      () => read(...args),
      (error) => error instanceof UsageError && message.test(error.message),
      args.join(' '),
    );
});

test('values are checked where they are read', () => {
  assert.equal(choiceOf(read('--format', 'CSV'), 'format', ['csv', 'json']), 'csv');
  assert.throws(() => choiceOf(read('--format', 'jsn'), 'format', ['csv', 'json']), /did you mean json\?/);
  assert.equal(countOf(read('--limit', '20'), 'limit'), 20);
  for (const bad of ['0', '1.5', 'ten', ''])
    assert.throws(() => countOf(read(`--limit=${bad}`), 'limit'), UsageError);
  assert.equal(dayOf(read('--as-of', '2024-02-29'), 'as-of'), '2024-02-29');
  for (const bad of ['2023-02-29', '24-1-1', 'today'])
    assert.throws(() => dayOf(read('--as-of', bad), 'as-of'), UsageError);
});

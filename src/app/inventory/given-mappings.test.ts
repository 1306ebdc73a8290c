import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGivenMappings } from './given-mappings.ts';

test('a pair holds for every source, and one for a source alone comes first', () => {
  assert.deepEqual(
    readGivenMappings(
      ['model=Model name', 'id = Tag #', 'b.csv:model=Type=Model', 'b.csv:os='],
      ['a.csv', 'b.csv'],
    ),
    {
      'a.csv': { model: 'Model name', id: 'Tag #' },
      'b.csv': { model: 'Type=Model', id: 'Tag #', os: null },
    },
  );
});

test('a pair that cannot be meant is refused by name', () => {
  for (const [pair, message] of [
    ['model', /write field=Column/],
    ['=x', /write field=Column/],
    ['modle=Model', /there is no field "modle"/],
    ['c.csv:model=Model', /there is no field "c.csv:model"/],
  ] as const)
    assert.throws(() => readGivenMappings([pair], ['a.csv']), message);
  assert.throws(() => readGivenMappings(['id=a', 'id=b'], ['a.csv']), /mapped twice/);
});

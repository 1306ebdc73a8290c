import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeModels, type NamedModel } from './alike-models.ts';

function model(name: string, devices: number, vendorId: string | null = 'v'): NamedModel {
  return { id: `${vendorId ?? ''}/${name}`, vendorId, name, devices };
}

test('models that look like one are told with the reason; those that may differ are not', () => {
  const cases: [readonly NamedModel[], readonly string[]][] = [
    [
      [model('Infusomat Space', 114), model('Infsuomat Space', 2)],
      ['slip v/Infsuomat Space > v/Infusomat Space'],
    ],
    // The one with more devices stays, in whichever order they come.
    [
      [model('Infsuomat Space', 2), model('Infusomat Space', 114)],
      ['slip v/Infsuomat Space > v/Infusomat Space'],
    ],
    // A different number is a different model; so may be a short word.
    [[model('Alaris 8015', 9), model('Alaris 8016', 1)], []],
    [[model('Vivid S5', 9), model('Vivid T5', 1)], []],
    [[model('Avea', 9), model('Avia', 1)], []],
    // Two slips, in one word or in two.
    [[model('Progressa', 9), model('Prgoerssa', 1)], []],
    [[model('Infusomat Space', 9), model('Infsuomat Sapce', 1)], []],
    // A slip counts at one maker alone.
    [[model('Progressa', 9), model('Prgoressa', 1, 'w')], []],
    [
      [model('Sigma Spectrum', 9), model('SIGMA-SPECTRUM', 0, null)],
      ['no-maker /SIGMA-SPECTRUM > v/Sigma Spectrum'],
    ],
    [[model('Progressa', 9), model('Progressa', 1, 'w')], ['other-maker w/Progressa > v/Progressa']],
    [[model('E9', 9), model('E9', 1, 'w')], []],
    // A slip of a slip waits until that one is gone.
    [
      [model('Progressa', 9), model('Prgoressa', 3), model('Prgorsesa', 1)],
      ['slip v/Prgoressa > v/Progressa'],
    ],
    [
      [model('Progressa', 9), model('Progressa', 3, 'w'), model('Prgoressa', 1, 'w')],
      ['slip w/Prgoressa > w/Progressa', 'other-maker w/Progressa > v/Progressa'],
    ],
    // Each goes once, for the surest reason.
    [
      [model('Progressa', 9), model('Prgoressa', 1), model('Prgoressa', 4, 'w')],
      ['slip v/Prgoressa > v/Progressa'],
    ],
    [[model('Progressa', 1), model('Progressa', 1, 'w')], ['other-maker w/Progressa > v/Progressa']],
  ];
  for (const [models, told] of cases)
    assert.deepEqual(
      alikeModels(models).map((it) => `${it.likeness} ${it.from} > ${it.into}`),
      told,
      models.map((it) => it.name).join(' | '),
    );
});

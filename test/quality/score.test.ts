import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sharedOrSkip } from '../shared.ts';
import { type LabelledDevice, readLines } from './labels.ts';
import { type Answer, precisionOf, recallOf, scoreDevices } from './score.ts';

test('scoreDevices() counts as the scorer beside the labels does', (t) => {
  const scorer = sharedOrSkip(t, 'data/score.py');
  const labelFile = sharedOrSkip(t, 'data/labels.dev.jsonl');
  const universeFile = sharedOrSkip(t, 'data/universe.json');
  if (scorer === null || labelFile === null || universeFile === null) return;
  if (spawnSync('python3', ['--version']).status !== 0) return t.skip('python3 is not installed');

  const labels = readLines<LabelledDevice>(labelFile);
  const universe = new Set(JSON.parse(readFileSync(universeFile, 'utf8')) as string[]);
  const answers = new Map(labels.map((it, index) => [it.id, mixedAnswer(it, index)] as const));
  const folder = mkdtempSync(join(tmpdir(), 'quality-'));
  const predictions = join(folder, 'predictions.jsonl');
  writeFileSync(
    predictions,
    [...answers]
      .map(([id, it]) => JSON.stringify({ id, cves: [...it.cves], possible: [...it.possible] }))
      .join('\n'),
  );
  const run = spawnSync('python3', [scorer, labelFile, predictions], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });

  const { tallies } = scoreDevices(labels, answers, universe);
  for (const [key, it] of tallies) {
    const line = run.stdout.split('\n').find((row) => row.startsWith(`${key} `)) ?? '';
    const figure = (name: string): number => Number(new RegExp(`${name}\\s+(\\d+)`).exec(line)?.[1]);
    assert.deepEqual(
      [figure('TP'), figure('FP'), figure('FN'), figure('\\(hard')],
      [it.found, it.wrong, it.missed, it.hardWrong],
      key,
    );
  }
  const all = tallies.get('ALL');
  assert.ok(all !== undefined && precisionOf(all) < 1 && recallOf(all) < 1);
});

/** Partly right, partly wrong, so that every counter moves. */
function mixedAnswer(label: LabelledDevice, index: number): Answer {
  const affected = label.affected.map((it) => it.cve).filter((_, at) => (at + index) % 4 !== 0);
  const clear = label.not_affected.map((it) => it.cve).filter((_, at) => (at + index) % 5 === 0);
  return {
    cves: new Set([...affected, ...clear, ...label.disputed]),
    possible: new Set(label.possible.filter((_, at) => at % 2 === 0)),
  };
}

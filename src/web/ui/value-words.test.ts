import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANCHORS } from '../../engine/risk/policy.ts';
import { CONFIDENCES, CRITICALITIES, EXPOSURES, NOTICE_REMEDIES } from '#engine/words';
import { ACT_NOUNS } from '../pages/record/act-words.ts';
import { VALUE_WORDS } from './value-words.ts';

test('every value that pages show as it is has words that can be translated', () => {
  const shown = [ANCHORS, CONFIDENCES, CRITICALITIES, EXPOSURES, NOTICE_REMEDIES].flat();
  assert.deepEqual(
    shown.filter((it) => !Object.hasOwn(VALUE_WORDS, it)),
    [],
  );
});

test('so has every kind of act that the audit log can be asked for', () => {
  const inWords = Object.values(VALUE_WORDS).map((it) => it.toLowerCase());
  const plural = /s$|log$|rules$|^Signing|^Hospital$|^Outgoing/;
  assert.deepEqual(
    ACT_NOUNS.filter(({ words }) => !plural.test(words) && !inWords.includes(words.toLowerCase())),
    [],
  );
});

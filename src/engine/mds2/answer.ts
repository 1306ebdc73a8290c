import { fold } from '#engine/identify';

/** What a form says to one question; null: nothing, or nothing that can be told. */
export type Answer = 'yes' | 'no' | 'not-applicable' | 'see-note';

export interface AnswerRead {
  readonly answer: Answer | null;
  /** What stands beside the answer in the same cell. */
  readonly rest: string;
}

const WORDS: readonly (readonly [Answer, RegExp])[] = [
  // "Not applicable" begins like "no", and "note 3" does too: they are tried first.
  ['not-applicable', /^(?:n\s*[./\\-]\s*a\b\.?|na\b|not? +ap+l?icabl?e\b|not? +applic\w*|does not apply)/],
  [
    'see-note',
    /^(?:(?:please +)?(?:see|refer(?: +to)?) *(?:the +)?(?:not|com)[a-z]*\b|see\b|notes?\b)(?: *(?:#|no\.?)? *\d+)?/,
  ],
  ['yes', /^(?:y|yes|ys|yse|yess|yea?h?|ye|oui|ja|true|x)(?![a-z])/],
  ['no', /^(?:n|no|noo|non|nein|false)(?![a-z])/],
];

/**
 * An answer as forms have it, with slips of the keyboard and with a note in the same cell: "Yes - see note 3".
 * What is neither one nor the other ("yes/no") is no answer.
 */
export function readAnswer(text: string): AnswerRead {
  const trimmed = text.trim();
  const plain = fold(trimmed).trimStart();
  if (/^[_\-–—.?*\s]*$/.test(plain)) return { answer: null, rest: '' };
  if (/^(?:yes|y)\s*(?:\/|or|,|\\)\s*(?:no|n)\b/.test(plain)) return { answer: null, rest: trimmed };
  for (const [answer, words] of WORDS) {
    const found = words.exec(plain);
    if (found === null) continue;
    const rest = trimmed
      .slice(found[0].length)
      .replace(/^[\s.,;:()–—-]+/, '')
      .trim();
    // "See note 4" says which note; "see note" alone says nothing beside the answer.
    if (answer === 'see-note' && rest === '') return { answer, rest: /\d/.test(trimmed) ? trimmed : '' };
    return { answer, rest: rest.replace(/^\(?(.*?)\)?$/s, '$1') };
  }
  return { answer: null, rest: trimmed };
}

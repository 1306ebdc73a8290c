/**
 * What people write around versions, turned into comparators. Each phrase is tried once, on text of bounded length;
 * patterns hold no nested repetition.
 */
const OPERATORS: readonly (readonly [RegExp, string])[] = [
  [/≤|=<|&lt;=/gi, '<='],
  [/≥|=>|&gt;=/gi, '>='],
  [/&lt;/gi, '<'],
  [/&gt;/gi, '>'],
  [/[‐‑‒–—]/g, '-'],
  [/<\s+=/g, '<='],
  [/>\s+=/g, '>='],
];

const V = '(?:versions?|releases?|builds?|firmware|software|ones)';
const NOUN = `(?:\\s+${V})*`;

/** Order matters: longer phrases first. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  // "1.2 and prior" → "<= 1.2"; marks stand behind their version until `swapMarks()`.
  [
    new RegExp(
      `[\\s,(]+(?:and|or|&)\\s+(?:all\\s+)?(?:any\\s+)?(?:prior|earlier|below|lower|older|previous|before|under|down|preceding)${NOUN}\\)?(?=$|[\\s|;,.)])`,
      'gi',
    ),
    ' «<=» ',
  ],
  [
    new RegExp(
      `[\\s,(]+(?:and|or|&)\\s+(?:all\\s+)?(?:any\\s+)?(?:later|above|newer|higher|greater|up|upwards?|onwards?|after|following|subsequent)${NOUN}\\)?(?=$|[\\s|;,.)])`,
      'gi',
    ),
    ' «>=» ',
  ],
  [/\s+(?:onwards?|upwards?)(?=$|[\s|;,.])/gi, ' «>=» '],
  [/\bbetween\s+(.{1,60}?)\s+and\s+/gi, '>= $1 <= '],
  [
    new RegExp(
      `\\bup\\s+to\\s*,?\\s*(?:but|and)?\\s*,?\\s*(?:not\\s+including|excluding|\\(excluding\\)|\\(not including\\))${NOUN}\\s+`,
      'gi',
    ),
    '< ',
  ],
  [
    new RegExp(
      `\\bup\\s+to\\s*,?\\s*(?:and\\s+)?(?:including|\\(including\\)|\\(inclusive\\))?${NOUN}\\s+`,
      'gi',
    ),
    '<= ',
  ],
  [new RegExp(`\\b(?:no|not)\\s+later\\s+than${NOUN}\\s+`, 'gi'), '<= '],
  [new RegExp(`\\b(?:no|not)\\s+(?:earlier|older)\\s+than${NOUN}\\s+`, 'gi'), '>= '],
  [new RegExp(`\\b(?:equal\\s+to\\s+or\\s+)?(?:prior|previous)\\s+to${NOUN}\\s+`, 'gi'), '< '],
  [
    new RegExp(`\\b(?:less|lower|smaller|older|earlier)\\s+than\\s+or\\s+equal\\s+to${NOUN}\\s+`, 'gi'),
    '<= ',
  ],
  [new RegExp(`\\b(?:greater|higher|newer|later)\\s+than\\s+or\\s+equal\\s+to${NOUN}\\s+`, 'gi'), '>= '],
  [new RegExp(`\\b(?:earlier|older|lower|less|smaller)\\s+than${NOUN}\\s+`, 'gi'), '< '],
  [new RegExp(`\\b(?:later|newer|higher|greater)\\s+than${NOUN}\\s+`, 'gi'), '> '],
  [new RegExp(`\\b(?:before|below|preceding|predating)${NOUN}\\s+`, 'gi'), '< '],
  [new RegExp(`\\b(?:above|after)${NOUN}\\s+`, 'gi'), '> '],
  [new RegExp(`\\b(?:through|thru|until|till)${NOUN}\\s+`, 'gi'), '<= '],
  [
    new RegExp(`\\b(?:since|starting\\s+(?:with|from|at)|beginning\\s+(?:with|from|at))${NOUN}\\s+`, 'gi'),
    '>= ',
  ],
  [new RegExp(`(^|[|;,]\\s*|all\\s+versions\\s+)from${NOUN}\\s+`, 'gi'), '$1>= '],
];

/** The text with comparators in place of phrases: "All versions prior to 3.2" → "all versions < 3.2". */
export function withComparators(text: string): string {
  let plain = text.replaceAll(/\s+/g, ' ').trim();
  for (const [pattern, comparator] of OPERATORS) plain = plain.replace(pattern, comparator);
  // Underscores stand for blanks beside words, as in V2.3_and_<V6.30.016.
  plain = plain.replaceAll(/_(?=[a-z<>=])|(?<=[a-z<>=])_/gi, ' ');
  plain = plain.replace(/<\s*vers:\/?\s*/gi, '<');
  for (const [pattern, comparator] of PHRASES) plain = plain.replace(pattern, comparator);
  plain = plain.replaceAll(/(\d[\w.]*) to (?=v?\d)/gi, '>= $1 <= ').replaceAll(/>= >=/g, '>=');
  plain = plain.replaceAll(/(\d[\w.]*) - (?=v?\d)/gi, '>= $1 <= ').replaceAll(/>= >=/g, '>=');
  return swapMarks(plain);
}

/** "3.1 hf4 «<=»" → "<= 3.1 hf4": the mark goes before the version it follows. */
function swapMarks(text: string): string {
  if (!text.includes('«')) return text;
  return text
    .split(/([|;,])/)
    .map((piece) => {
      const mark = /«([<>]=)»/.exec(piece);
      if (mark === null) return piece;
      const before = piece.slice(0, mark.index).trim();
      const after = piece.slice(mark.index + mark[0].length).trim();
      const bare = before.replace(/^(?:<=|>=)\s*/, '');
      return ` ${mark[1]} ${bare}${after === '' ? '' : ` | ${after}`} `;
    })
    .join('');
}

/** What the words of a remediation amount to. Advisories file all of these under "vendor fix". */
export interface RemedyReading {
  /**
   * `available`: a fix can be had · `announced`: it is promised · `refused`: there will be none or the product is out
   * of support · `pointer`: a contact, a link or general advice, nothing about a fix.
   */
  readonly says: 'available' | 'announced' | 'refused' | 'pointer';
  /** The version that brings the fix, where the words name one. */
  readonly version: string | null;
}

const THING =
  '(?:updates?|upgrades?|patch(?:es)?|hot ?fix(?:es)?|fix(?:es)?|firmware|software|releases?|versions?|remediations?)';

const ANNOUNCED = new RegExp(
  [
    String.raw`\bplan(?:s|ned|ning)?\b`,
    String.raw`\bscheduled\b`,
    String.raw`\bexpect(?:s|ed)\b`,
    String.raw`\bupcoming\b`,
    String.raw`\bwill (?:be )?(?:also )?(?:releas|issu|remediat|provid|address|deliver|publish|make|made|available)\w*`,
    String.raw`\bin (?:process|progress|development)\b`,
    String.raw`\b(?:is|are) (?:currently )?(?:work|develop|produc|prepar|strengthen|pilot|assess)ing\b`,
    String.raw`\b(?:when|once|as) .{0,60}\b(?:releas|availab)\w*`,
    String.raw`\bnext (?:software |product |major )?(?:release|version)\b`,
  ].join('|'),
  'i',
);

const REFUSED = new RegExp(
  [
    String.raw`\b(?:no|without) (?:plans?|${THING})\b`,
    String.raw`\b(?:will|does|do|has|have|is|are|can) ?not (?:be |been |plan(?:ning)? to )?(?:capable|issu|develop|releas|provid|produc|fix|patch|offer|updat|receiv|accept|possible)\w*`,
    String.raw`\bend[- ]of[- ](?:life|support|service)\b`,
    String.raw`\bout of support\b`,
    String.raw`\bno longer (?:support|sold|manufactur|maintain|provid)\w*`,
    String.raw`\bdiscontinued\b`,
    String.raw`\bstill (?:present|affected|vulnerable)\b`,
  ].join('|'),
  'i',
);

const AVAILABLE = new RegExp(
  [
    String.raw`\b(?:releas|produc|develop|creat|issu|implement|deploy|publish|made)\w*\b.{0,60}\b${THING}\b`,
    String.raw`\b${THING}\b.{0,60}\b(?:available|released|provided|installed|obtained|downloaded)\b`,
    String.raw`\b(?:updat|upgrad|migrat|install|appl|mov)(?:e|es|ed|ing|y|ying)?\b.{0,60}\b(?:to|latest|newest|${THING})\b`,
    String.raw`\b${THING}\b.{0,60}\b(?:remediat|mitigat|fix|resolv|address|prevent|correct)\w*`,
  ].join('|'),
  'i',
);

// A number behind one of these words is a version: "Version 1.7.15b", "to v14.0.4", "PIC iX C.03.06", "Build 20D30".
const VERSION = new RegExp(
  String.raw`(?:\b(?:to|versions?|ver\.?|releases?|updates?|firmware|software|system|build|rev(?:ision)?\.?|upgrades?)\s*:?\s+|\b(?=v\.?\d))` +
    String.raw`(?:(?:at least|the|version|release|software|firmware|build)\s+)*` +
    String.raw`(?:v\.?\s?(?=\d))?((?:[A-Z]{1,3}[.-]?)?\d[\w]*(?:[.-]\w+)*(?:\s(?:SP|SR|MR|Build|Rev\.?|GMA|HF)\s?\w+)*)`,
  'gi',
);

// Every finding of a fleet asks for the same few thousand texts; the limit keeps a hostile feed from filling memory.
const REMEMBERED_MAX = 20_000;
const remembered = new Map<string, RemedyReading>();

/** Reads what a remediation's text says, sentence by sentence; the most helpful sentence counts. */
export function readRemedy(details: string): RemedyReading {
  let reading = remembered.get(details);
  if (reading === undefined) {
    reading = mostHelpful(details);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(details, reading);
  }
  return reading;
}

function mostHelpful(details: string): RemedyReading {
  const readings = sentencesOf(details).map(readSentence);
  for (const says of ['available', 'announced', 'refused'] as const) {
    const saying = readings.filter((it) => it.says === says);
    if (saying.length > 0) return saying.find((it) => it.version !== null) ?? (saying[0] as RemedyReading);
  }
  return { says: 'pointer', version: null };
}

function readSentence(sentence: string): RemedyReading {
  if (ANNOUNCED.test(sentence)) return { says: 'announced', version: null };
  const version = versionIn(sentence);
  const available = AVAILABLE.test(sentence) && !/\b(?:bulletin|notice|interim|should not)\b/i.test(sentence);
  // "No longer supports 2.0.2 and recommends to upgrade to 2.0.3" names a way out, so it is no refusal
  if (available && version !== null) return { says: 'available', version };
  if (REFUSED.test(sentence)) return { says: 'refused', version: null };
  return { says: available ? 'available' : 'pointer', version: null };
}

/** Splits at full stops that end a sentence, not at those inside "v1.2", "e.g." or a link; links say nothing. */
function sentencesOf(details: string): string[] {
  return details
    .replaceAll(/https?:\/\/\S+|\S+@\S+/g, ' ')
    .split(/(?<=[a-z)\d]{2}|\d)[.;]\s+(?=[A-Z(])|\n+/)
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

// "users running version 8.0", "later than version 2.2.3": a version one comes from, not one to go to.
const NOT_A_TARGET =
  /\b(?:using|running|having|with|from|of|for|in|prior to|before|below|above|earlier|less than|later than|newer than|higher than|until|through|replac\w+|support\w*)\b[^,;]*$/i;
const IS_A_TARGET =
  /\b(?:updat|upgrad|migrat|mov|install)\w*\b.*\bto\b[^,;]*$|\b(?:releas|produc|creat|issu)\w*\b[^,;]*$/i;
const COMES_FROM =
  /\b(?:using|running|having|(?:later|newer|higher|greater|earlier|less) than|prior to|before)\b/i;
const OR_EARLIER = /^,? (?:or|and) (?:prior|earlier|lower|below|older|previous)\b/i;
const LEAD_CHARS = 70;

/** The one version that a sentence tells people to go to; null where it names none, or several that could be meant. */
function versionIn(sentence: string): string | null {
  const text = sentence.replaceAll(/\b(?:CVE|CWE|ICSMA|ICSA)-[\d-]+\w*/gi, ' ');
  let previousEnd = 0;
  const found = [...text.matchAll(VERSION)].flatMap((match) => {
    const lead = text.slice(
      Math.max(previousEnd, match.index - LEAD_CHARS),
      match.index + match[0].length - 1,
    );
    previousEnd = match.index + match[0].length;
    const version = match[1] ?? '';
    if (!looksLikeVersion(version) || OR_EARLIER.test(text.slice(previousEnd))) return [];
    const isTarget =
      IS_A_TARGET.test(lead) && !COMES_FROM.test(lead.slice(Math.max(0, lead.lastIndexOf(' to '))));
    return isTarget || !NOT_A_TARGET.test(lead) ? [version] : [];
  });
  const distinct = [...new Set(found)];
  return distinct.length === 1 ? (distinct[0] ?? null) : null;
}

/** Not a year, a serial number or a count of days. */
function looksLikeVersion(text: string): boolean {
  return (
    /[.\w]/.test(text) &&
    !/^(?:19|20)\d{2}$/.test(text) &&
    !/^\d{6,}$/.test(text) &&
    !/^\d+(?:st|nd|rd|th)$/i.test(text)
  );
}

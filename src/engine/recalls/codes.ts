import { type Range, readRange } from '#engine/versions';
import { type NumberList, readNumbers } from './serials.ts';

/** Which units a recall speaks of, as far as its text can be read. Null: it says nothing of the kind. */
export interface RecallCodes {
  readonly serials: NumberList | null;
  readonly lots: NumberList | null;
  /** GS1 device identifiers, padded to fourteen digits. */
  readonly deviceIds: readonly string[];
  /** Version words, and what they come to; null: they cannot be read. */
  readonly versions: { readonly text: string; readonly range: Range | null } | null;
  /** "All units", whatever their numbers. */
  readonly saysAll: boolean;
  /** The whole text, in which a number may stand that was not understood as one. */
  readonly text: string;
  /** Words that narrow it by something no inventory holds: dates of making or shipping, first letters of numbers. */
  readonly narrowed: string | null;
}

type Label = 'serial' | 'lot' | 'udi' | 'version' | 'other';

/** What introduces the next piece of a text; the longest first. */
const LABELS =
  /\b(all\s+(?:affected\s+|distributed\s+)?)?(?:(serial\s*(?:numbers?|nos?\b\.?|#|ranges?)?|s\/n|(?:device)?sns?)|(lots?\s*(?:numbers?|nos?\b\.?|#)?|batch(?:es)?\s*(?:numbers?|#)?)|(udi(?:[-/ ]?dis?)?|gtins?|primary di|di)|((?:software|firmware|sw|fw)\s*(?:versions?|ver\b\.?|revisions?|rev\b\.?)?|versions?)|(models?|catalog(?:ue)?|ref|item|part|product|material|list|expiration|expiry|exp|manufactur\w*|distribut\w*|ship\w*)(?:\s*(?:numbers?|nos?\b\.?|codes?|dates?|#))?)(?![a-z\d])\s*(?:\([^)]{0,40}\)\s*)?[:#=]?\s*/giu;

const NARROWED =
  /\bdate codes?\b[^.;]{0,40}|(?:manufactur|ship|distribut|sold|built|installed|produced|purchased|made)\w*\s+(?:on\s+or\s+)?(?:between|before|after|from|prior|since|until|through|in)\b[^.;]{0,60}|\b(?:beginning|starting|ending)\s+with\b[^.;]{0,40}|\b(?:after|before|prior to|since)\s+\d[^.;]{0,30}/i;

const SAYS_ALL =
  /\ball\s+(?:affected\s+|distributed\s+)?(?:units?|devices?|products?|codes?|lots?|serial|batch|models?\s+and|versions?)\b/i;

/**
 * Labels cut the text into pieces; a piece ends where its sentence does.
 * @param codeInfo what the report says of codes; `description`: its product, where versions may stand
 */
export function readCodes(codeInfo: string | null, description: string | null): RecallCodes {
  const pieces = piecesOf(codeInfo ?? '');
  const numbers = (label: Label): NumberList | null => {
    const own = pieces.filter((it) => it.label === label);
    if (own.length === 0) return null;
    const lists = own.map((it) => readNumbers(it.text, it.saysAll));
    return {
      all: lists.some((it) => it.all),
      single: new Set(lists.flatMap((it) => [...it.single])),
      ranges: lists.flatMap((it) => it.ranges),
      unread: lists.flatMap((it) => it.unread),
    };
  };
  return {
    serials: numbers('serial'),
    lots: numbers('lot'),
    deviceIds: deviceIdsIn(pieces),
    versions: versionsIn(pieces) ?? versionsIn(piecesOf(description ?? '')),
    text: codeInfo ?? '',
    saysAll: SAYS_ALL.test(codeInfo ?? ''),
    narrowed: NARROWED.exec(withoutVersions(codeInfo ?? '', pieces))?.[0].trim() ?? null,
  };
}

/** "Before 12.1" behind a version narrows the versions, and that is read. */
function withoutVersions(text: string, pieces: readonly Piece[]): string {
  let rest = text;
  for (const it of pieces) if (it.label === 'version' && it.text !== '') rest = rest.replace(it.text, ' ');
  return rest;
}

interface Piece {
  readonly label: Label;
  readonly saysAll: boolean;
  readonly text: string;
}

function piecesOf(text: string): Piece[] {
  const found = [...text.matchAll(LABELS)];
  return found.map((it, index) => {
    const from = it.index + it[0].length;
    const to = found[index + 1]?.index ?? text.length;
    const label = it[2] ? 'serial' : it[3] ? 'lot' : it[4] ? 'udi' : it[5] ? 'version' : 'other';
    return { label, saysAll: it[1] !== undefined, text: firstSentence(text.slice(from, to)) };
  });
}

/** A full stop before a space ends it; those within numbers do not. */
function firstSentence(text: string): string {
  return text.split(/\.\s|\.$|\)\s|\|/)[0] ?? '';
}

function deviceIdsIn(pieces: readonly Piece[]): string[] {
  const found = pieces
    .filter((it) => it.label === 'udi')
    .flatMap((it) =>
      [...it.text.matchAll(/(?:\(01\)|\b)(\d{12,14})\b/g)].map((digits) => digits[1] as string),
    );
  return [...new Set(found.map((it) => it.padStart(14, '0')))];
}

function versionsIn(pieces: readonly Piece[]): RecallCodes['versions'] {
  const texts = pieces
    .filter((it) => it.label === 'version' && /\d/.test(it.text))
    .map((it) => it.text.trim().replace(/[,;]\s*$/, ''));
  if (texts.length === 0) return null;
  const text = texts.join(', ');
  const ranges = texts.map((it) => readRange(it));
  const readable = ranges.flatMap((it) => it ?? []);
  const [only] = readable;
  if (only === undefined || readable.length < texts.length) return { text, range: null };
  return { text, range: readable.length === 1 ? only : { kind: 'any', of: readable } };
}

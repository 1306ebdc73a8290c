/**
 * Milliseconds since 1970 of an ISO 8601 instant or date in ASCII bytes, read as UTC where it names no zone (NVD
 * names none); NaN where it is no date. Feeds hold two per record, hence no string and no `Date`.
 */
export function readInstant(bytes: Uint8Array, start: number, end: number): number {
  const year = digits(bytes, start, 4, end);
  const month = digits(bytes, start + 5, 2, end);
  const day = digits(bytes, start + 8, 2, end);
  if (Number.isNaN(year + month + day) || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH)
    return Number.NaN;
  const midnight = midnightOf(year, month, day);
  if (end === start + 10) return midnight;
  const hour = digits(bytes, start + 11, 2, end);
  const minute = digits(bytes, start + 14, 2, end);
  if (Number.isNaN(hour + minute) || bytes[start + 13] !== COLON) return midnight;
  let at = start + 16;
  let milliseconds = (hour * 60 + minute) * 60_000;
  if (bytes[at] === COLON) {
    milliseconds += digits(bytes, at + 1, 2, end) * 1000;
    at += 3;
  }
  if (bytes[at] === DOT) {
    const from = ++at;
    while (at < end && isDigit(bytes[at] as number)) at++;
    milliseconds += Math.trunc(digits(bytes, from, at - from, end) * 10 ** (3 - (at - from)));
  }
  return midnight + milliseconds - zoneMinutes(bytes, at, end) * 60_000;
}

const DAY_MILLISECONDS = 86_400_000;
/** From 1 January of year 0 to 1970, in the calendar as it is now. */
const DAYS_TO_1970 = 719_528;
/** Days before each month, counted from March. */
const DAYS_FROM_MARCH = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];

/** `Date.UTC` for the dates there are, without its detour. */
function midnightOf(year: number, month: number, day: number): number {
  if (year < 100 || month < 1 || month > 12) return Date.UTC(year, month - 1, day);
  const from = month < 3 ? year - 1 : year; // years begin in March here, so that a leap day comes last
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  const days = 365 * from + leapDays + (DAYS_FROM_MARCH[month - 1] as number) + 60 + day - 1;
  return (days - DAYS_TO_1970) * DAY_MILLISECONDS;
}

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const PLUS = 0x2b;

function zoneMinutes(bytes: Uint8Array, at: number, end: number): number {
  const sign = bytes[at];
  if (at >= end || (sign !== PLUS && sign !== DASH)) return 0;
  const hours = digits(bytes, at + 1, 2, end);
  const minutes = digits(bytes, at + (bytes[at + 3] === COLON ? 4 : 3), 2, end);
  const offset = hours * 60 + (Number.isNaN(minutes) ? 0 : minutes);
  return sign === PLUS ? offset : -offset;
}

function digits(bytes: Uint8Array, start: number, count: number, end: number): number {
  if (start + count > end) return Number.NaN;
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const byte = bytes[i] as number;
    if (!isDigit(byte)) return Number.NaN;
    value = value * 10 + byte - 0x30;
  }
  return value;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** An instant as text; null for NaN. */
export function instantText(milliseconds: number): string | null {
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

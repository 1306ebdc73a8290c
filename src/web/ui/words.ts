import { VALUE_WORDS } from './value-words.ts';

/** The language the app is built in (`src/web/texts`); English is written as in Britain. */
const LANGUAGE = typeof document === 'undefined' ? 'en' : document.documentElement.lang;
const LOCALE = LANGUAGE === 'en' ? 'en-GB' : LANGUAGE;

/** Numbers and dates as people read them. One place, so that a screen never says one thing two ways. */
const WHOLE = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const ONE_PLACE = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const BYTES = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** A figure with one decimal place; scores of CVSS are written with a point everywhere. */
export const tenths = (it: number): string => ONE_PLACE.format(it);
export const whole = (it: number): string => WHOLE.format(it);
export const percent = (share: number): string =>
  share > 0 && share < 0.01 ? '< 1 %' : `${WHOLE.format(share * 100)} %`;

const PLURALS = new Intl.PluralRules(LOCALE);
/** Which form of a noun each is for, in the order in which translators write them. */
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((it) =>
  PLURALS.resolvedOptions().pluralCategories.some((category) => category === it),
);

/** "212 devices", "1 device". A language with more than two forms brings the others along. */
export function countOf(count: number, one: string, many = `${one}s`, ...more: readonly string[]): string {
  const forms = [one, many, ...more];
  return `${whole(count)} ${forms[FORMS.indexOf(PLURALS.select(count))] ?? many}`;
}

/** An ISO date as "12 Nov 2026". */
export function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : DAY.format(date);
}

/** A number of days as people say it: days up to two months, months up to a year and a half, then years. */
export function span(days: number): string {
  const words =
    days <= 60
      ? `${days} d`
      : days <= 548
        ? `${Math.round(days / 30.44)} mo`
        : `${TENTHS.format(days / 365.25)} y`;
  return words;
}

let moments = momentsIn(undefined);
let times = timesIn(undefined);

/** From now on instants are told in this IANA zone; until then, in the viewer's own. */
export function tellTimeIn(zone: string): void {
  moments = momentsIn(zone);
  times = timesIn(zone);
}

/** An ISO instant with its zone: "24 Nov 2026, 08:40 GMT". */
export function moment(iso: string): string {
  return moments.format(new Date(iso));
}

function momentsIn(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALE, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

/** The time of day of an ISO instant, to the second: "08:40:05". */
export function timeOfDay(iso: string): string {
  return times.format(new Date(iso));
}

function timesIn(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALE, {
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'short' });
const STEPS = [
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['month', 2_629_800],
  ['year', 31_557_600],
] as const;

/** How long ago, or until when: "3 hr ago", "in 2 days", "just now". */
export function since(iso: string, now: Date): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const step = STEPS.findLast(([, length]) => Math.abs(seconds) >= length);
  return step === undefined ? 'just now' : RELATIVE.format(Math.trunc(seconds / step[1]), step[0]);
}

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${BYTES.format(bytes / 1_000)} kB`;
  return `${BYTES.format(bytes / 1_000_000)} MB`;
}

/** A value of the contract as people read it: "vendor-fix" → "vendor fix". */
export function valueWords(value: string): string {
  return Object.hasOwn(VALUE_WORDS, value) ? (VALUE_WORDS[value] ?? value) : value.replaceAll('-', ' ');
}

/** A title amid a sentence: "Clinical engineer (HTM)" → "clinical engineer (HTM)"; other languages keep their capitals. */
export function midSentence(title: string): string {
  return LANGUAGE === 'en' ? title.replaceAll(/\b[A-Z](?=[a-z])/g, (it) => it.toLowerCase()) : title;
}

/** "life-sustaining" → "Life-sustaining". */
export function capital(text: string): string {
  const words = Object.hasOwn(VALUE_WORDS, text) ? valueWords(text) : text;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the numbers of a text may be by the way they are written; see `COUNTING`. Null: a version like any other. */
export type Shape = 'writtenDay' | 'dashed' | 'windows' | 'windowsAlone' | null;

export function shapeOf(text: string): Shape {
  if (startsWithDay(text) || SHORT_MONTH.test(text)) return 'writtenDay';
  if (SERIAL.test(text) || isPair(text)) return 'dashed';
  if (BUILD_ALONE.test(text)) return 'windowsAlone';
  return isWindowsBuild(text) ? 'windows' : null;
}

/** Whether "1.2.3" or "1.2.3.4" has a shape: numbers with points between them and nothing else. */
export function hasDottedShape(text: string): boolean {
  return startsWithDay(text) || SHORT_MONTH.test(text) || isWindowsBuild(text);
}

/** "12.04.21" and "21.04.12": two digits each, and a day of a recent year. "12.04.2021 8.0" */
const SHORT_DAY = /^(\d\d)[.-](\d\d)[.-](\d\d)$/;
const DAY_AND_MORE = /^\d\d\.(?:0[1-9]|1[0-2])\.(?:19[89]|20\d)\d(?!\w|\.\d)/;

function startsWithDay(text: string): boolean {
  const [, first, month, last] = text.length === 8 ? (SHORT_DAY.exec(text) ?? []) : [];
  return isDayOf(first, month, last) || isDayOf(last, month, first) || DAY_AND_MORE.test(text);
}

function isDayOf(day: string | undefined, month: string | undefined, year: string | undefined): boolean {
  const isRecent = Number(year) >= 15 && Number(year) <= 39;
  return isRecent && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

/** "04.21": whose versions begin with a zero writes all of them so. "21.04" is a release of too many makers. */
const SHORT_MONTH = /^0[1-9][.-](?:1[5-9]|[23]\d)$/;

/** "12-345-678" */
const SERIAL = /^\d{1,3}-(?:\d+-)*\d{3,}(?:-\d+)*$/;

const PAIR = /^(\d+)(\.[\d.]+)[-_]v?(\d+)(\.[\d.]+)$/;

/** "8.0-7.1"; 4.18.0-305.3.1 has a release behind it that is no version of the same maker. */
function isPair(text: string): boolean {
  const [, first = '', more = '', second = '', others = ''] = PAIR.exec(text) ?? [];
  return first !== '' && second.length <= first.length && more.split('.').length === others.split('.').length;
}

const BUILD_ALONE = /^[12]\d{4}\.\d{1,5}$/;
const WINDOWS =
  /^(?:10\.0\.\d{5}|6\.3\.9600|6\.2\.9200|6\.1\.760[01]|6\.0\.600[0-3]|5\.2\.3790|5\.1\.2600|5\.0\.2195)(?:\.\d+)?$/;

function isWindowsBuild(text: string): boolean {
  return text.length > 7 && WINDOWS.test(text);
}

/** Numbers and dates as people read them. One place, so that a screen never says one thing two ways. */
const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const BYTES = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export const whole = (it: number): string => WHOLE.format(it);
export const percent = (share: number): string =>
  share > 0 && share < 0.01 ? '< 1 %' : `${WHOLE.format(share * 100)} %`;

/** "212 devices", "1 device". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** An ISO date as "12 Nov 2026". */
export function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : DAY.format(date);
}

/** A number of days as people say it: days up to two months, months up to a year and a half, then years. */
export function span(days: number): string {
  if (days <= 60) return `${days} d`;
  if (days <= 548) return `${Math.round(days / 30.44)} mo`;
  return `${TENTHS.format(days / 365.25)} y`;
}

/** An ISO instant in the viewer's own zone. */
export function moment(iso: string): string {
  return MOMENT.format(new Date(iso));
}

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${BYTES.format(bytes / 1_000)} kB`;
  return `${BYTES.format(bytes / 1_000_000)} MB`;
}

/** "life-sustaining" → "Life-sustaining". */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

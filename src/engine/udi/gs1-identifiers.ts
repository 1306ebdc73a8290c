/** How the value of a GS1 application identifier (AI) is written. GS1 General Specifications, section 3. */
export interface Gs1Format {
  /** Least and most characters. */
  readonly least: number;
  readonly most: number;
  readonly isNumeric: boolean;
  /** Ends by its length alone; all others end at a separator or with the text. */
  readonly isFixed: boolean;
  /** Digits, from the front, of which the last is a check digit; 0: there is none. */
  readonly checked: number;
}

/**
 * AIs, or ranges of them, and their format: n digits, x other characters, one length or least–most, `*` where the
 * length is predefined, `c` and how many digits end in a check digit.
 */
const FORMATS = `
  00 n18 * c18, 01-03 n14 * c14, 10 x1-20, 11-13 n6 *, 15-17 n6 *, 20 n2 *, 21-22 x1-20, 235 x1-28,
  240-241 x1-30, 242 n1-6, 243 x1-20, 250-251 x1-30, 253 x13-30 c13, 254 x1-20, 255 n13-25 c13, 30 n1-8,
  3100-3105 n6 *, 3110-3115 n6 *, 3120-3125 n6 *, 3130-3135 n6 *, 3140-3145 n6 *, 3150-3155 n6 *, 3160-3165 n6 *,
  3200-3205 n6 *, 3210-3215 n6 *, 3220-3225 n6 *, 3230-3235 n6 *, 3240-3245 n6 *, 3250-3255 n6 *, 3260-3265 n6 *,
  3270-3275 n6 *, 3280-3285 n6 *, 3290-3295 n6 *, 3300-3305 n6 *, 3310-3315 n6 *, 3320-3325 n6 *, 3330-3335 n6 *,
  3340-3345 n6 *, 3350-3355 n6 *, 3360-3365 n6 *, 3370-3375 n6 *, 3400-3405 n6 *, 3410-3415 n6 *, 3420-3425 n6 *,
  3430-3435 n6 *, 3440-3445 n6 *, 3450-3455 n6 *, 3460-3465 n6 *, 3470-3475 n6 *, 3480-3485 n6 *, 3490-3495 n6 *,
  3500-3505 n6 *, 3510-3515 n6 *, 3520-3525 n6 *, 3530-3535 n6 *, 3540-3545 n6 *, 3550-3555 n6 *, 3560-3565 n6 *,
  3570-3575 n6 *, 3600-3605 n6 *, 3610-3615 n6 *, 3620-3625 n6 *, 3630-3635 n6 *, 3640-3645 n6 *, 3650-3655 n6 *,
  3660-3665 n6 *, 3670-3675 n6 *, 3680-3685 n6 *, 3690-3695 n6 *, 37 n1-8,
  3900-3909 n1-15, 3910-3919 n4-18, 3920-3929 n1-15, 3930-3939 n4-18, 3940-3943 n4, 3950-3955 n6,
  400-401 x1-30, 402 n17 c17, 403 x1-30, 410-417 n13 * c13, 420 x1-20, 421 x4-12, 422 n3, 423 n3-15, 424 n3,
  425 n3-15, 426 n3, 427 x1-3, 4300-4301 x1-35, 4302-4306 x1-70, 4307 x2, 4308 x1-30, 4309 n20, 4310-4311 x1-35,
  4312-4316 x1-70, 4317 x2, 4318 x1-20, 4319 x1-30, 4320 x1-35, 4321-4323 n1, 4324-4325 n10, 4326 n6,
  4330-4333 x6-7, 7001 n13, 7002 x1-30, 7003 n10, 7004 n1-4, 7005 x1-12, 7006 n6, 7007 n6-12, 7008 x1-3,
  7009 x1-10, 7010 x1-2, 7011 n6-10, 7020-7022 x1-20, 7023 x1-30, 7030-7039 x4-30, 7040 x4, 7041 x1-4,
  710-717 x1-20, 7230-7239 x3-30, 7240 x1-20, 7241 n2, 7242 x1-25, 7250 n8, 7251 n12, 7252 n1, 7253-7254 x1-40,
  7255 x1-10, 7256 x1-90, 7257 x1-70, 7258 x3, 7259 x1-40, 8001 n14, 8002 x1-20, 8003 x14-30 c14, 8004 x1-30,
  8005 n6, 8006 n18 c14, 8007 x1-34, 8008 n8-12, 8009 x1-50, 8010 x1-30, 8011 n1-12, 8012 x1-20, 8013-8014 x1-25,
  8017-8018 n18 c18, 8019 n1-10, 8020 x1-25, 8026 n18 c14, 8030 x1-90, 8040-8041 n15, 8042 n32, 8043 n18-20,
  8110 x1-70, 8111 n4, 8112 x1-70, 8200 x1-70, 90 x1-30, 91-99 x1-90`;

export const GS1_FORMATS: ReadonlyMap<string, Gs1Format> = new Map(FORMATS.split(',').flatMap(readEntry));

function readEntry(entry: string): [string, Gs1Format][] {
  const [range = '', length = '', ...marks] = entry.trim().split(/\s+/);
  const [first = '', last = first] = range.split('-');
  const [least = 0, most = least] = length.slice(1).split('-').map(Number);
  const format: Gs1Format = {
    least,
    most,
    isNumeric: length.startsWith('n'),
    isFixed: marks.includes('*'),
    checked: Number(marks.find((it) => it.startsWith('c'))?.slice(1) ?? 0),
  };
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => [
    String(Number(first) + index).padStart(first.length, '0'),
    format,
  ]);
}

/** The AI that a text begins with: no AI is the beginning of another. */
export function leadingIdentifier(text: string): string | null {
  for (const length of [2, 3, 4]) {
    const identifier = text.slice(0, length);
    if (identifier.length === length && GS1_FORMATS.has(identifier)) return identifier;
  }
  return null;
}

/** Digits weigh 3 and 1 in turn from the right; together with the check digit they make a multiple of ten. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, weight = 1; at >= 0; at--, weight = 4 - weight)
    sum += Number(digits[at]) * weight;
  return sum % 10 === 0;
}

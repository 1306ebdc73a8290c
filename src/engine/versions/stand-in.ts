/** "3.1.2": what most versions look like, and nothing below does. */
const USUAL = /^[1-8]\d?(?:\.\d{1,3}){1,3}$/;
/** "0", "v0.0", "00.00.00", "0000-00-00" */
const ZEROS = /^v?[\s.,_/-]*0[0\s.,_/-]*$/i;
/** "999", "99.99.99": as high as the field goes */
const NINES = /^v?(?:9{3,}|99(?:[.-]99)+)(?:[.-]9+)*$/i;
/** "-1", "x" */
const FILLED = /^(?:-\d+|x)$/i;
/** The first day that a program knows. */
const FIRST_DAY = /^(?:1900-0?1-0?[01]|0?[01][./]0?1[./]1900|1970-0?1-0?1|0?1[./]0?1[./]1970)$/;
/** "08. Mrz" was 8.3 before a spreadsheet took it for a day. */
const DAY_OF_YEAR =
  /^\d{1,2}[\s.-]*(?:jan|feb|m[aä]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zäöü]*\.?$/i;
/** "512 MB", "230V", "64-bit", "2nd edition" */
const MEASURE =
  /^\d+(?:[.,]\d+)?(?:\s*-?(?:[kmgt]i?b|kg|bit|[kmg]?hz|mm|cm|ml|mah?|kva?|va|watt|volts?)|\s+[vw]|\s*[%"€$]|(?:st|nd|rd|th)\b.*|\.?\s*gen\w*)$|^(?:12|24|1[0-2]0|2[2-4]0)v$/i;
/** "192.168.1.8", "00:1b:44:11:3a:b7" */
const ADDRESS =
  /^(?:192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|127\.0)\.\d{1,3}\.\d{1,3}$|^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

/**
 * Whether what an inventory has for a version stands for none: a field that must not be empty, that a database or a
 * spreadsheet filled, or that holds something else. A source may well name a version 0.
 */
export function standsForNone(text: string): boolean {
  if (USUAL.test(text)) return false;
  const plain = text.trim();
  const shapes = [ZEROS, NINES, FILLED, FIRST_DAY, DAY_OF_YEAR, MEASURE, ADDRESS];
  return plain.length <= 40 && shapes.some((it) => it.test(plain));
}

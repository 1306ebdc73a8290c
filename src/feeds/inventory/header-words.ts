const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['ver', 'version'],
  ['no', 'number'],
  ['nr', 'number'],
  ['num', 'number'],
  ['addr', 'address'],
  ['mfr', 'manufacturer'],
  ['mfgr', 'manufacturer'],
  ['mfg', 'manufacturer'],
]);

/** A column name as words: "macAddress", "MAC-Address (hex)" → mac address; "Tag #" → tag number. */
export function headerWords(header: string): readonly string[] {
  return header
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replaceAll(/#|№/g, ' number ')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((it) => it !== '')
    .map((it) => SHORT_FORMS.get(it) ?? it);
}

/** The words as one key, so that "serialnumber" and "Serial Number" agree. */
export function headerKey(header: string): string {
  return headerWords(header).join('');
}

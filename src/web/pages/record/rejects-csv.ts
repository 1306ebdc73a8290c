interface RejectLine {
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string | null;
}

/** Rejected rows as CSV (RFC 4180) with a byte order mark, which spreadsheets need to read UTF-8. */
export function rejectsCsv(rows: readonly RejectLine[]): string {
  const lines = rows.map((it) => [
    it.line === null ? '' : String(it.line),
    it.field ?? '',
    it.reason,
    it.raw ?? '',
  ]);
  return `\uFEFF${[['line', 'field', 'reason', 'row'], ...lines].map((it) => it.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that a spreadsheet would run as a formula is made text: OWASP, CSV injection. */
function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

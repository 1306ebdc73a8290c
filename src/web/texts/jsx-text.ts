const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  nbsp: '\u00a0',
  quot: '"',
};

/** What is left of text between tags: a line break and the blanks around it are one blank, at either end nothing. */
export function spokenText(raw: string): string {
  const lines = raw.split(/\r?\n/);
  return decoded(
    lines
      .map((line, at) => (at === 0 ? line : line.trimStart()))
      .map((line, at) => (at === lines.length - 1 ? line : line.trimEnd()))
      .filter((line) => line !== '')
      .join(' '),
  );
}

/** Text or an attribute as the browser shows it. Throws at an entity it does not know, which would show as it stands. */
export function decoded(raw: string): string {
  return raw.replaceAll(/&(#x?)?(\w+);/g, (whole, number: string | undefined, name: string) => {
    if (number !== undefined) return String.fromCodePoint(Number.parseInt(name, number === '#' ? 10 : 16));
    const known = ENTITIES[name];
    if (known === undefined) throw new Error(`Cannot read ${whole}: write the character itself`);
    return known;
  });
}

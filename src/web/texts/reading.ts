/** What a literal is in the place where it stands: read by a person, read if it looks like prose, or never read. */
export type Reading = 'read' | 'prose' | 'never';

/** Attributes and properties whose value is read, even where it is one small word. Others are if it looks like prose. */
const READ =
  `alt aria-description aria-label aria-roledescription aria-valuetext cell description footer formula hint label message
  note nothingFoundMessage placeholder says text title versionHint versionLabel warning word words`.split(
    /\s+/,
  );

/** The same of attributes alone: as properties these are keys as well. */
const READ_ATTRIBUTES = new Set([
  ...READ,
  ...'back bad below data-label effect empty error good heading intro many none noun one unit unnamed what'.split(
    ' ',
  ),
]);
const READ_PROPERTIES = new Set(READ);

/** Attributes and properties that a machine reads, whatever they look like. */
const NEVER_READ = new Set(
  `accept autoComplete className classNames d download fill filter from href htmlFor id issueType key path pattern
  queryKey rel role sort stroke style styles to track transform type value viewBox width`.split(/\s+/),
);

/** A name that says that its value is words. */
const READ_NAME =
  /(?:^|_)(?:WORDS|NAMES|LABELS|TITLES|DESCRIPTIONS|HINTS)$|^(?:words?|title|label|text|hint|says)(?:Of[A-Z]\w*)?$|[a-z](?:Words?|Title|Label|Text|Hint)$/;

/** What is sent to the server or stands in an address is no text, whatever is in it. */
export const SENT: ReadonlySet<string> = new Set(['body', 'params', 'query', 'search']);

export function readingOfAttribute(name: string): Reading {
  return READ_ATTRIBUTES.has(name) ? 'read' : unlessNever(name);
}

export function readingOfProperty(name: string): Reading {
  return READ_PROPERTIES.has(name) || saysWords(name) ? 'read' : unlessNever(name);
}

function unlessNever(name: string): Reading {
  return NEVER_READ.has(name) || /^(?:data|aria)-|ClassName$/.test(name) ? 'never' : 'prose';
}

export function saysWords(name: string): boolean {
  return READ_NAME.test(name);
}

/** Sentences and capitalised words; not paths, class names, grammar of filters, drawing or style. */
export function looksLikeProse(text: string): boolean {
  if (!/^[\p{L}\p{N}\s.,:;?!’“”'"()·…–—%&+/{}›→÷×≥≤⅝#-]+$/u.test(text)) return false;
  if (/[a-z]:\S|\d(?:px|fr|rem|ms)\b|^\/|\/\{|^-|--|^\([\w-]+: |\b[a-z]+-[a-z-]+ [a-z]+-/.test(text))
    return false;
  if (/^\p{Lu}\p{Ll}+[.!?…]?$/u.test(text)) return true;
  return /\s/.test(text.trim()) && /(?<![\p{L}\p{N}])\p{L}?\p{Ll}{1,}[\p{L}’]*(?![\p{L}\p{N}])/u.test(text);
}

/** A filter of a list or an address is no text, wherever it stands: "clearance:none", "{0}/devices/{1}". */
export function isForMachines(text: string): boolean {
  return /^\w+:\S|^(?:\{\d+\})?\/\S*$/.test(text);
}

import type { Confidence } from '#engine/words';

/**
 * What a question of absence is about, and so what would settle it. `unclear`: no source tells whether the product is a
 * device or software that may be installed on one.
 */
export type Scope = 'device' | 'operating-system' | 'software' | 'unclear';

/** A device seen through what is known about its contents. */
export interface Subject {
  readonly deviceId: string;
  readonly label: string;
  readonly items: readonly SubjectItem[];
  /** Whether the list of components claims to be complete (an SBOM), was merely observed (a scan), or is missing. */
  readonly components: 'complete' | 'observed' | 'none';
}

export interface SubjectItem {
  readonly kind: 'device' | 'os' | 'component';
  /** Maker, name and version, for a person. */
  readonly text: string;
  readonly maker: string | null;
  /** The name alone; a CPE name's words, too, where the inventory has one. */
  readonly name: string;
  readonly version: string | null;
  /** Directory products this text may be, strongest first; empty: the text names nothing that any feed knows. */
  readonly links: readonly { readonly product: number; readonly confidence: Confidence }[];
}

export interface Question {
  /** As the person asked it: "Microsoft SQL Server", an advisory id. */
  readonly text: string;
  readonly scope: Scope;
  /** Directory products that the question means; none: no feed knows such a name. */
  readonly products: ReadonlySet<number>;
  /** Recognises the product in text that no feed knows, e.g. a component the directory has never heard of. */
  readonly names: (item: SubjectItem) => boolean;
}

export type Presence =
  | { readonly kind: 'present'; readonly confidence: Confidence; readonly because: string }
  | { readonly kind: 'absent'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/**
 * Whether a product is on a device. Absence needs grounds: silence of an inventory that never looked is "unknown".
 * Requirement INV-11.
 */
export function judgePresence(subject: Subject, question: Question): Presence {
  return presentIn(subject, question) ?? absentFrom(subject, question);
}

function presentIn(subject: Subject, question: Question): Presence | null {
  let doubtful: SubjectItem | null = null;
  for (const item of subject.items) {
    const link = item.links.find((it) => question.products.has(it.product));
    if (link !== undefined && link.confidence !== 'candidate')
      return { kind: 'present', confidence: link.confidence, because: `${SAYS[item.kind]} "${item.text}"` };
    // A device of that name that is not known to be of that maker: it may be one.
    const isAlike = item.kind === 'device' && link !== undefined;
    if (!isAlike && question.names(item))
      return { kind: 'present', confidence: 'probable', because: `${SAYS[item.kind]} "${item.text}"` };
    if (link !== undefined) doubtful ??= item;
  }
  if (doubtful === null) return null;
  return {
    kind: 'unknown',
    because: `${SAYS[doubtful.kind]} "${doubtful.text}", which may be the same product`,
  };
}

function absentFrom(subject: Subject, question: Question): Presence {
  switch (question.scope) {
    case 'device':
      return absentAsDevice(subject);
    case 'unclear':
      return systemIn(subject) === undefined ? absentAsDevice(subject) : maybeInstalled(subject);
    case 'operating-system':
      return absentAsSystem(subject);
    case 'software':
      return absentAsSoftware(subject);
  }
}

function absentAsDevice(subject: Subject): Presence {
  const device = subject.items.find((it) => it.kind === 'device');
  if (device !== undefined) return absentAsOther(device);
  const system = systemIn(subject);
  if (system !== undefined)
    return { kind: 'unknown', because: `only its operating system is recorded: "${system.text}"` };
  return { kind: 'unknown', because: 'the inventory names neither maker nor model' };
}

/** Only a device that is known to be something else is known not to be the product. */
function absentAsOther({ text, maker, links }: SubjectItem): Presence {
  if (links.length > 0 && links.every((it) => it.confidence === 'candidate'))
    return { kind: 'unknown', because: `it is not certain what it is: "${text}"` };
  if (links.length === 0 && maker === null)
    return { kind: 'unknown', because: `its maker is not recorded: "${text}"` };
  return { kind: 'absent', because: `it is another product: "${text}"` };
}

/** What runs an operating system of its own may carry software besides what it was made for. */
function maybeInstalled(subject: Subject): Presence {
  if (subject.components === 'complete') return absentAsSoftware(subject);
  return {
    kind: 'unknown',
    because: 'the product may be software on its operating system, and no software bill of materials tells',
  };
}

function systemIn(subject: Subject): SubjectItem | undefined {
  return subject.items.find((it) => it.kind === 'os');
}

function absentAsSystem(subject: Subject): Presence {
  const system = systemIn(subject);
  if (system === undefined) return { kind: 'unknown', because: 'its operating system is not recorded' };
  return { kind: 'absent', because: `it runs "${system.text}"` };
}

function absentAsSoftware(subject: Subject): Presence {
  const count = subject.items.filter((it) => it.kind === 'component').length;
  switch (subject.components) {
    case 'complete':
      return {
        kind: 'absent',
        because: `its software bill of materials lists ${count === 1 ? '1 component, which is not' : `${count} components, none of them`} this product`,
      };
    case 'observed':
      return {
        kind: 'unknown',
        because: `${count === 1 ? '1 component was' : `${count} components were`} observed, but no software bill of materials says that this is all`,
      };
    case 'none':
      return {
        kind: 'unknown',
        because: 'no software bill of materials, and no scan that lists its components',
      };
  }
}

const SAYS = {
  device: 'the device is recorded as',
  os: 'its operating system is recorded as',
  component: 'its components include',
} as const;

import type { Confidence } from '#engine/words';

/** What a question of absence is about, and so what would settle it. */
export type Scope = 'device' | 'operating-system' | 'software';

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
  readonly text: string;
  /** Directory products this text may be, strongest first; empty: the text names nothing that any feed knows. */
  readonly links: readonly { readonly product: number; readonly confidence: Confidence }[];
}

export interface Question {
  /** As the person asked it: "Microsoft SQL Server", an advisory id. */
  readonly text: string;
  readonly scope: Scope;
  /** Directory products that the question means. */
  readonly products: ReadonlySet<number>;
  /** Recognises the product in text that no feed knows, e.g. a component the directory has never heard of. */
  readonly names: (text: string) => boolean;
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
    if (question.names(item.text))
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
    case 'operating-system':
      return absentAsSystem(subject);
    case 'software':
      return absentAsSoftware(subject);
  }
}

function absentAsDevice(subject: Subject): Presence {
  const device = subject.items.find((it) => it.kind === 'device');
  if (device !== undefined) return { kind: 'absent', because: `it is another product: "${device.text}"` };
  const system = subject.items.find((it) => it.kind === 'os');
  if (system !== undefined)
    return { kind: 'unknown', because: `only its operating system is recorded: "${system.text}"` };
  return { kind: 'unknown', because: 'the inventory names neither maker nor model' };
}

function absentAsSystem(subject: Subject): Presence {
  const system = subject.items.find((it) => it.kind === 'os');
  if (system === undefined) return { kind: 'unknown', because: 'its operating system is not recorded' };
  return { kind: 'absent', because: `it runs "${system.text}"` };
}

function absentAsSoftware(subject: Subject): Presence {
  const count = subject.items.filter((it) => it.kind === 'component').length;
  switch (subject.components) {
    case 'complete':
      return {
        kind: 'absent',
        because: `its software bill of materials lists ${count} components, none of them this product`,
      };
    case 'observed':
      return {
        kind: 'unknown',
        because: `${count} components were observed, but no software bill of materials says that this is all`,
      };
    case 'none':
      return { kind: 'unknown', because: 'no software bill of materials, and never scanned' };
  }
}

const SAYS = {
  device: 'the device is recorded as',
  os: 'its operating system is recorded as',
  component: 'its components include',
} as const;

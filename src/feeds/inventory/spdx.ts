import { z } from 'zod';
import type { Component } from '#engine/words';
import { present, type Statement } from './documents.ts';
import { parseRecord } from './json-lines.ts';

// SPDX 2.2 and 2.3 (packages with SPDXID) and 3.0 (a graph of elements). Source: spdx.github.io/spdx-spec.
const Package2 = z.looseObject({
  SPDXID: z.string(),
  name: z.string().min(1),
  versionInfo: z.string().optional(),
  supplier: z.string().optional(),
  originator: z.string().optional(),
  primaryPackagePurpose: z.string().optional(),
  externalRefs: z
    .array(z.looseObject({ referenceType: z.string(), referenceLocator: z.string() }))
    .optional(),
});
const Document2 = z.looseObject({
  spdxVersion: z.string().regex(/^SPDX-2\.[0-3]$/),
  name: z.string().optional(),
  documentDescribes: z.array(z.string()).optional(),
  relationships: z
    .array(
      z.looseObject({
        spdxElementId: z.string(),
        relatedSpdxElement: z.string(),
        relationshipType: z.string(),
      }),
    )
    .optional(),
  packages: z.array(Package2).optional(),
});
type Package2 = z.infer<typeof Package2>;

const Text = z.string().optional();
const Element3 = z.looseObject({
  type: Text,
  spdxId: Text,
  '@id': Text,
  name: Text,
  software_packageVersion: Text,
  software_packageUrl: Text,
  software_primaryPurpose: Text,
  suppliedBy: Text,
  originatedBy: z.array(z.string()).optional(),
  externalIdentifier: z.array(z.looseObject({ externalIdentifierType: Text, identifier: Text })).optional(),
  rootElement: z.array(z.string()).optional(),
  relationshipType: Text,
  completeness: Text,
  from: Text,
  to: z.array(z.string()).optional(),
});
const Document3 = z.looseObject({ '@graph': z.array(Element3) });
type Element3 = z.infer<typeof Element3>;

/** An SPDX document in JSON, 2.x or 3.0. */
export function readSpdxJson(text: string): Statement {
  const record = parseRecord(text, 1);
  if ('problem' in record) return { problem: record.problem };
  const { value } = record;
  if (typeof value === 'object' && value !== null && '@graph' in value) {
    const parsed = Document3.safeParse(value);
    return parsed.success ? statementOf3(parsed.data['@graph']) : { problem: problemIn(parsed.error) };
  }
  const parsed = Document2.safeParse(value);
  if (!parsed.success) return { problem: problemIn(parsed.error) };
  const { packages = [], documentDescribes, relationships = [] } = parsed.data;
  const described =
    documentDescribes?.[0] ??
    relationships.find((it) => it.relationshipType === 'DESCRIBES')?.relatedSpdxElement;
  const isOpen = relationships.some((it) => leavesOpen(it.relationshipType, it.relatedSpdxElement));
  return spdx2Statement(packages, described, isOpen);
}

/** "CONTAINS NOASSERTION": there may be more than is listed. Source: SPDX 2.3 §11.1. */
export function leavesOpen(relationship: string, related: string): boolean {
  return related === 'NOASSERTION' && /^(?:CONTAINS|DEPENDS_ON|STATIC_LINK|DYNAMIC_LINK)$/.test(relationship);
}

function problemIn(error: z.ZodError): string {
  const [issue] = error.issues;
  return `no valid SPDX document: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown problem'}`;
}

/**
 * The statement of an SPDX 2.x document, however it was written.
 * @param isOpen whether it says that there may be more than it lists
 */
export function spdx2Statement(
  packages: readonly Package2[],
  described: string | undefined,
  isOpen: boolean,
): Statement {
  const subject = packages.find((it) => it.SPDXID === described);
  return {
    line: 1,
    source: 'sbom',
    texts: present({
      manufacturer: partyIn(subject?.supplier) ?? partyIn(subject?.originator),
      model: subject?.name,
      version: meaningful(subject?.versionInfo),
    }),
    components: packages.map(componentOf2),
    componentsComplete: !isOpen,
  };
}

function componentOf2(it: Package2): Component {
  const references = it.externalRefs ?? [];
  const locator = (type: RegExp) => references.find((ref) => type.test(ref.referenceType))?.referenceLocator;
  const kind = kindOf(it.primaryPackagePurpose);
  return {
    name: it.name,
    ...(kind === undefined ? {} : { kind }),
    ...present({
      vendor: partyIn(it.supplier) ?? partyIn(it.originator),
      version: meaningful(it.versionInfo),
      cpe: locator(/cpe2[23]Type$/),
      purl: locator(/purl$/),
    }),
  };
}

/** "Organization: Example Inc. (mail)" → "Example Inc."; persons are no makers. */
function partyIn(text: string | undefined): string | undefined {
  return /^Organization:\s*(.+?)\s*(?:\([^)]*\))?$/.exec(text ?? '')?.[1];
}

function meaningful(text: string | undefined): string | undefined {
  return text === undefined || /^(?:NOASSERTION|NONE)?$/.test(text.trim()) ? undefined : text;
}

const KINDS: Readonly<Record<string, Component['kind']>> = {
  application: 'application',
  container: 'application',
  framework: 'library',
  library: 'library',
  'operating-system': 'operating-system',
  operatingsystem: 'operating-system',
  device: 'hardware',
  firmware: 'firmware',
};

function kindOf(purpose: string | undefined): Component['kind'] {
  return KINDS[(purpose ?? '').toLowerCase()];
}

function statementOf3(graph: readonly Element3[]): Statement {
  const packages = graph.filter((it) => /(?:^|[_:/])Package$/.test(it.type ?? ''));
  const nameless = packages.find((it) => it.name === undefined || it.name === '');
  if (nameless !== undefined)
    return { problem: `no valid SPDX document: package ${idOf(nameless)} has no name` };
  const byId = new Map(graph.map((it) => [idOf(it), it]));
  const supplierOf = (it: Element3): string | undefined => {
    const party = byId.get(it.suppliedBy ?? it.originatedBy?.[0] ?? '');
    return party?.type === 'Organization' ? party.name : undefined;
  };
  const subject = subjectIn(graph, packages);
  return {
    line: 1,
    source: 'sbom',
    texts: present({
      manufacturer: subject === undefined ? undefined : supplierOf(subject),
      model: subject?.name,
      version: meaningful(subject?.software_packageVersion),
    }),
    components: packages.map((it) => componentOf3(it, supplierOf(it))),
    componentsComplete: !graph.some(
      (it) =>
        it.completeness === 'incomplete' && /^(?:contains|dependsOn|has)/.test(it.relationshipType ?? ''),
    ),
  };
}

function idOf(it: Element3): string {
  return it.spdxId ?? it['@id'] ?? '';
}

/** What the document is about: its root element, through the SBOM it may name, else what it "describes". */
function subjectIn(graph: readonly Element3[], packages: readonly Element3[]): Element3 | undefined {
  const roots = new Set(graph.flatMap((it) => it.rootElement ?? []));
  const described = graph.filter((it) => it.relationshipType === 'describes').flatMap((it) => it.to ?? []);
  return packages.find((it) => roots.has(idOf(it))) ?? packages.find((it) => described.includes(idOf(it)));
}

function componentOf3(it: Element3, vendor: string | undefined): Component {
  const identifier = (type: RegExp) =>
    it.externalIdentifier?.find((ref) => type.test(ref.externalIdentifierType ?? ''))?.identifier;
  const kind = kindOf(it.software_primaryPurpose);
  return {
    name: it.name ?? '',
    ...(kind === undefined ? {} : { kind }),
    ...present({
      vendor,
      version: meaningful(it.software_packageVersion),
      cpe: identifier(/^cpe2[23]$/),
      purl: it.software_packageUrl ?? identifier(/^packageUrl$/i),
    }),
  };
}

import type { Component } from '#engine/words';
import { cycloneDxProblem } from './cyclonedx-schema.ts';
import { present, type Statement } from './documents.ts';
import { parseRecord } from './json-lines.ts';
import { childOf, childrenOf, textOfChild, type XmlElement } from './xml.ts';

/** The parts of a CycloneDX component that matching needs, from either notation. */
interface BomComponent {
  readonly type?: string;
  readonly name?: string;
  readonly group?: string;
  readonly version?: string;
  readonly publisher?: string;
  readonly manufacturer?: BomParty;
  readonly supplier?: BomParty;
  readonly cpe?: string;
  readonly purl?: string;
  readonly components?: readonly BomComponent[];
}

interface BomParty {
  readonly name?: string;
}

interface Bom {
  readonly specVersion?: string;
  readonly metadata?: {
    readonly component?: BomComponent;
    readonly manufacture?: BomParty;
    readonly manufacturer?: BomParty;
    readonly supplier?: BomParty;
  };
  readonly components?: readonly BomComponent[];
  readonly compositions?: readonly { readonly aggregate?: string }[];
}

/** A CycloneDX document in JSON, checked against the schema of its version. */
export async function readCycloneDxJson(text: string): Promise<Statement> {
  const record = parseRecord(text, 1);
  if ('problem' in record) return { problem: record.problem };
  const { value } = record;
  if (typeof value !== 'object' || value === null) return { problem: 'no CycloneDX document' };
  const problem = await cycloneDxProblem(value);
  return problem === null ? statementOf(value as Bom) : { problem };
}

/** A CycloneDX document in XML, any version. */
export function readCycloneDxXml(root: XmlElement): Statement {
  const namespace = root.attributes.get('xmlns') ?? '';
  const version = /^http:\/\/cyclonedx\.org\/schema\/bom\/(1\.[0-7])$/.exec(namespace)?.[1];
  const { line } = root;
  if (version === undefined) return { line, problem: `"${namespace}" is no CycloneDX namespace up to 1.7` };
  const problem = componentProblem(root);
  if (problem !== null) return { ...problem, problem: `no valid CycloneDX ${version}: ${problem.problem}` };
  const metadata = childOf(root, 'metadata');
  const component = childOf(metadata, 'component');
  return statementOf({
    specVersion: version,
    metadata: {
      ...(component === undefined ? {} : { component: componentFromXml(component) }),
      ...partyOf(metadata, 'manufacture'),
      ...partyOf(metadata, 'manufacturer'),
      ...partyOf(metadata, 'supplier'),
    },
    components: listedIn(root),
    compositions: childrenOf(childOf(root, 'compositions') ?? { ...root, children: [] }, 'composition').map(
      (it) => present({ aggregate: textOfChild(it, 'aggregate') }),
    ),
  });
}

const XML_TYPES: ReadonlySet<string> = new Set([
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
]);

/** Rules that make a component one; the full XML schema is not checked. */
function componentProblem(element: XmlElement): { line: number; problem: string } | null {
  if (element.name === 'component') {
    const type = element.attributes.get('type');
    if (type === undefined || !XML_TYPES.has(type))
      return {
        line: element.line,
        problem: `component type ${type === undefined ? 'is missing' : `"${type}" is unknown`}`,
      };
    if (textOfChild(element, 'name') === undefined)
      return { line: element.line, problem: 'a component has no name' };
  }
  for (const child of element.children) {
    const found = componentProblem(child);
    if (found !== null) return found;
  }
  return null;
}

function partyOf(parent: XmlElement | undefined, name: 'manufacture' | 'manufacturer' | 'supplier') {
  const party = textOfChild(childOf(parent, name), 'name');
  return party === undefined ? {} : { [name]: { name: party } };
}

function listedIn(parent: XmlElement): BomComponent[] {
  return childrenOf(childOf(parent, 'components') ?? { ...parent, children: [] }, 'component').map(
    componentFromXml,
  );
}

function componentFromXml(element: XmlElement): BomComponent {
  const texts = present({
    type: element.attributes.get('type'),
    name: textOfChild(element, 'name'),
    group: textOfChild(element, 'group'),
    version: textOfChild(element, 'version'),
    publisher: textOfChild(element, 'publisher'),
    cpe: textOfChild(element, 'cpe'),
    purl: textOfChild(element, 'purl'),
  });
  return {
    ...texts,
    ...partyOf(element, 'manufacturer'),
    ...partyOf(element, 'supplier'),
    components: listedIn(element),
  };
}

function statementOf(bom: Bom): Statement {
  const { metadata } = bom;
  const subject = metadata?.component;
  return {
    line: 1,
    source: 'sbom',
    texts: present({
      manufacturer:
        subject?.manufacturer?.name ??
        subject?.supplier?.name ??
        subject?.publisher ??
        metadata?.manufacturer?.name ??
        metadata?.manufacture?.name ??
        metadata?.supplier?.name,
      model: subject?.name,
      version: subject?.version,
    }),
    components: [...flat(subject?.components), ...flat(bom.components)],
    componentsComplete: !saysIncomplete(bom),
  };
}

/** Of a part that is listed in part, or nobody knows how far, anything may be missing. */
function saysIncomplete({ compositions = [] }: Bom): boolean {
  return compositions.some(({ aggregate = '' }) => /^incomplete|^unknown$/.test(aggregate));
}

/** Components with all nested ones, outer before inner. */
function flat(components: readonly BomComponent[] | undefined): Component[] {
  return (components ?? []).flatMap((it) => [componentOf(it), ...flat(it.components)]);
}

const KINDS: Readonly<Record<string, Component['kind']>> = {
  application: 'application',
  container: 'application',
  platform: 'application',
  framework: 'library',
  library: 'library',
  'operating-system': 'operating-system',
  device: 'hardware',
  'device-driver': 'firmware',
  firmware: 'firmware',
};

function componentOf(it: BomComponent): Component {
  const kind = KINDS[it.type ?? ''];
  const vendor = it.manufacturer?.name ?? it.supplier?.name ?? it.publisher ?? it.group;
  return {
    name: it.name ?? '',
    ...(kind === undefined ? {} : { kind }),
    ...present({ vendor, version: it.version, cpe: it.cpe, purl: it.purl }),
  };
}

import { z } from 'zod';
import { present, type Statement } from './documents.ts';
import { flatTexts } from './json-rows.ts';
import type { JsonRecord } from './json-rows.ts';
import type { XmlElement } from './xml.ts';

// R4 and R5 differ in shape, not in meaning: deviceName → name, one type → several, patient → association.
// Source: HL7 FHIR R4 and R5, resource Device. Everything not named here is kept as unmapped text.
const Concept = z.looseObject({
  text: z.string().optional(),
  coding: z.array(z.looseObject({ code: z.string().optional(), display: z.string().optional() })).optional(),
});
const Reference = z.looseObject({ display: z.string().optional(), reference: z.string().optional() });
const Identifier = z.looseObject({
  system: z.string().optional(),
  value: z.string().optional(),
  type: Concept.optional(),
});
const NameType = z.string().optional();
const Device = z.looseObject({
  resourceType: z.literal('Device'),
  id: z.string().optional(),
  status: z.enum(['active', 'inactive', 'entered-in-error', 'unknown']).optional(),
  identifier: z.array(Identifier).optional(),
  udiCarrier: z
    .array(z.looseObject({ carrierHRF: z.string().optional(), deviceIdentifier: z.string().optional() }))
    .optional(),
  manufacturer: z.string().optional(),
  serialNumber: z.string().optional(),
  modelNumber: z.string().optional(),
  deviceName: z.array(z.looseObject({ name: z.string(), type: NameType })).optional(),
  name: z
    .array(z.looseObject({ value: z.string(), type: NameType, display: z.boolean().optional() }))
    .optional(),
  version: z.array(z.looseObject({ value: z.string(), type: Concept.optional() })).optional(),
  type: z.union([Concept, z.array(Concept)]).optional(),
  owner: Reference.optional(),
  location: Reference.optional(),
});
type Device = z.infer<typeof Device>;

/** Elements that are read, never kept, or say nothing about the unit. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'resourceType',
  'id',
  'meta',
  'text',
  'implicitRules',
  'language',
  'manufacturer',
  'serialNumber',
  'deviceName',
  'name',
  'version',
  'type',
  'patient',
  'subject',
  'contained',
  'association',
  'extension',
]);

/** One record of a FHIR source: a bundle entry, or a resource by itself. Null: a resource that is no device. */
export function readFhirRecord(record: JsonRecord): Statement | null {
  if ('problem' in record) return record;
  const { line } = record;
  const resource = resourceIn(record.value);
  if (resource === null) return { line, problem: 'no FHIR resource' };
  if (typeof resource['resourceType'] !== 'string')
    return { line, problem: 'the resource has no resourceType' };
  if (resource['resourceType'] !== 'Device') return null;
  const parsed = Device.safeParse(resource);
  if (!parsed.success) return { line, problem: `no valid FHIR Device: ${firstIssue(parsed.error)}` };
  if (parsed.data.status === 'entered-in-error')
    return { line, problem: `the source marks Device "${parsed.data.id ?? '?'}" as entered in error` };
  return statementOf(parsed.data, line);
}

function resourceIn(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const record = value as Record<string, unknown>;
  const inner = record['resource'];
  return inner === undefined ? record : resourceIn(inner);
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unknown problem' : `${issue.path.join('.')}: ${issue.message}`;
}

function statementOf(device: Device, line: number): Statement {
  const identifiers = device.identifier ?? [];
  const tagged = identifiers.find((it) => /asset|inventory|tag\b/i.test(describe(it)));
  const serialLike = identifiers.find(
    (it) => it.type?.coding?.some((coding) => coding.code === 'SNO') === true,
  );
  const name = nameOf(device);
  const types = Array.isArray(device.type) ? device.type : device.type === undefined ? [] : [device.type];
  const persons = ['patient', 'subject', 'association'].filter((it) => it in device);
  return {
    line,
    source: 'register',
    texts: present({
      id: device.id ?? identifiers.find((it) => it !== tagged && it !== serialLike)?.value,
      manufacturer: device.manufacturer,
      model: name ?? device.modelNumber,
      version: versionOf(device),
      serial: device.serialNumber ?? serialLike?.value,
      assetTag: tagged?.value,
      udi: device.udiCarrier?.[0]?.carrierHRF ?? device.udiCarrier?.[0]?.deviceIdentifier,
      deviceType: types.map((it) => it.text ?? it.coding?.[0]?.display ?? it.coding?.[0]?.code)[0],
      owner: device.owner?.display ?? device.owner?.reference,
      room: device.location?.display ?? device.location?.reference,
    }),
    unmapped: flatTexts(Object.fromEntries(Object.entries(device).filter(([key]) => !NOT_KEPT.has(key)))),
    notes: persons.map((field) => ({
      field,
      reason: 'element not kept: it links to a patient, whose data this product never keeps',
    })),
  };
}

function describe(identifier: z.infer<typeof Identifier>): string {
  const { system, type } = identifier;
  return [system, type?.text, ...(type?.coding ?? []).flatMap((it) => [it.code, it.display])].join(' ');
}

/** Which of the names is the model's, most telling first. Names that patients give are left alone. */
const NAME_TYPES = [
  'model-name',
  'udi-label-name',
  'registered-name',
  'user-friendly-name',
  'manufacturer-name',
  'other',
];

function nameOf(device: Device): string | undefined {
  const names = [
    ...(device.deviceName ?? []).map((it) => ({ text: it.name, type: it.type ?? 'other' })),
    ...(device.name ?? []).map((it) => ({ text: it.value, type: it.type ?? 'other' })),
  ].filter((it) => NAME_TYPES.includes(it.type));
  return names.toSorted((a, b) => NAME_TYPES.indexOf(a.type) - NAME_TYPES.indexOf(b.type))[0]?.text;
}

// ISO/IEEE 11073-10101: 531976 firmware, 531975 software; 531974 is a hardware revision, 531977 that of a protocol.
const VERSION_KINDS = [
  /firm|\bfw\b|531976/,
  /soft|\bsw\b|531975/,
  /^(?:(?:device|product|system|release|current|app|application)?[ -]?(?:version|revision)?)$/,
];

/**
 * The version of the firmware, or else of the software, or else one of which nothing is said; never that of the hardware or of
 * a protocol. Several of one kind stand side by side: which of them counts cannot be told.
 */
function versionOf(device: Device): string | undefined {
  const versions = (device.version ?? []).map(({ value, type }) => ({
    value,
    kind: [type?.text, ...(type?.coding ?? []).flatMap((it) => [it.code, it.display])]
      .join(' ')
      .trim()
      .toLowerCase(),
  }));
  for (const kind of VERSION_KINDS) {
    const found = new Set(versions.filter((it) => kind.test(it.kind)).map((it) => it.value));
    if (found.size > 0) return [...found].join(' / ');
  }
  return undefined;
}

/** FHIR XML as the JSON it stands for: values in attributes, lists wherever the resource allows several. */
export function fhirJsonOf(element: XmlElement): JsonRecord {
  return { line: element.line, value: { resourceType: element.name, ...(jsonOf(element) as object) } };
}

const LISTS: ReadonlySet<string> = new Set([
  'identifier',
  'udiCarrier',
  'deviceName',
  'name',
  'version',
  'coding',
  'extension',
  'specialization',
  'property',
  'contact',
  'note',
  'safety',
  'statusReason',
  'category',
  'conformsTo',
  'endpoint',
]);

function jsonOf(element: XmlElement): unknown {
  const own = element.attributes.get('value');
  if (own !== undefined) return own;
  const names = [...new Set(element.children.map((it) => it.name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = element.children.filter((it) => it.name === name).map(jsonOf);
      const isText = typeof values[0] !== 'object';
      const isList = values.length > 1 || (LISTS.has(name) && !isText);
      return [name, isList ? values : values[0]];
    }),
  );
}

import type { FdaClass } from '#engine/words';

/** A device of a public register: openFDA's UDI dataset, or a GUDID record as JSON. */
export interface RegisterRecord {
  readonly di: string;
  readonly company: string | null;
  readonly brand: string | null;
  readonly modelNumber: string | null;
  readonly fdaClass: FdaClass | null;
  readonly fdaProductCode: string | null;
  readonly description: string | null;
}

/** A product code, as openFDA's device classification describes it. */
export interface ProductCodeRecord {
  /** Three letters, in capitals. */
  readonly code: string;
  /** Null: unclassified. */
  readonly fdaClass: FdaClass | null;
  readonly name: string | null;
}

export interface RegisterReject {
  /** 1-based place of the record in the file. */
  readonly record: number;
  readonly reason: string;
}

const CLASSES: Readonly<Record<string, FdaClass>> = {
  '1': 'I',
  '2': 'II',
  '3': 'III',
  I: 'I',
  II: 'II',
  III: 'III',
};

export interface RegisterFile {
  readonly records: readonly RegisterRecord[];
  readonly codes: readonly ProductCodeRecord[];
  readonly rejects: readonly RegisterReject[];
}

/** Reads the records of a file: devices, and product codes. One without its identifier is named. */
export function readRegisterJson(text: string): RegisterFile | { readonly problem: string } {
  const found = recordsIn(text);
  if (typeof found === 'string') return { problem: found };
  const records: RegisterRecord[] = [];
  const codes: ProductCodeRecord[] = [];
  const rejects: RegisterReject[] = [];
  for (const [index, it] of found.entries()) {
    const code = codeOf(it);
    const record = code === null ? recordOf(it) : null;
    if (code !== null) codes.push(code);
    else if (typeof record === 'string') rejects.push({ record: index + 1, reason: record });
    else if (record !== null) records.push(record);
  }
  return { records, codes, rejects };
}

/** A record of the classification; null: it is none. */
function codeOf(it: unknown): ProductCodeRecord | null {
  if (!isRecord(it) || !('regulation_number' in it || 'device_class' in it)) return null;
  const code = textOf(it.product_code)?.toUpperCase();
  if (code === undefined || !/^[A-Z]{3}$/.test(code)) return null;
  const classText = textOf(it.device_class);
  return {
    code,
    // "U", "N" and "F" stand for unclassified, not classified, and what the agency regulates otherwise.
    fdaClass: classText === null ? null : (CLASSES[classText] ?? null),
    name: textOf(it.device_name),
  };
}

function recordsIn(text: string): readonly unknown[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return `it is no JSON: ${error.message}`;
    throw error;
  }
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return 'it holds no records';
  if (Array.isArray(value.results)) return value.results;
  const gudid = value.gudid;
  if (isRecord(gudid) && isRecord(gudid.device))
    return [{ ...gudid.device, productCodes: value.productCodes }];
  return [value];
}

function recordOf(it: unknown): RegisterRecord | string {
  if (!isRecord(it)) return 'It is no record';
  const di = primaryDi(it);
  if (di === null) return 'It has no primary device identifier';
  const code = listIn(it.product_codes ?? it.productCodes)[0];
  const device = isRecord(code) && isRecord(code.openfda) ? code.openfda : code;
  const classText = isRecord(device) ? textOf(device.device_class ?? device.deviceClass) : null;
  return {
    di,
    company: textOf(it.company_name ?? it.companyName),
    brand: textOf(it.brand_name ?? it.brandName),
    modelNumber: textOf(it.version_or_model_number ?? it.versionModelNumber),
    fdaClass: classText === null ? null : (CLASSES[classText] ?? null),
    fdaProductCode: isRecord(code) ? textOf(code.code ?? code.productCode) : null,
    description: textOf(it.device_description ?? it.deviceDescription),
  };
}

/** Package identifiers name a box of devices, not a device. */
function primaryDi(it: Readonly<Record<string, unknown>>): string | null {
  const identifiers = isRecord(it.identifiers) ? it.identifiers.identifier : it.identifiers;
  for (const each of listIn(identifiers)) {
    if (!isRecord(each)) continue;
    const type = textOf(each.type ?? each.deviceIdType);
    const id = textOf(each.id ?? each.deviceId);
    if (id !== null && (type === null || /^primary$/i.test(type))) return id;
  }
  return null;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

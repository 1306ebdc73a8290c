import type { Criticality, DeviceFields, Exposure, FdaClass, PatchMethod } from '#engine/words';

/** What a model says of all its devices, unless a device says otherwise. Days are ISO `YYYY-MM-DD`. */
export interface ModelDefaults {
  readonly deviceType?: string;
  readonly criticality?: Criticality;
  readonly fdaClass?: FdaClass;
  readonly fdaProductCode?: string;
  readonly storesPhi?: boolean;
  readonly transmitsPhi?: boolean;
  readonly endOfSale?: string;
  /** End of life. */
  readonly eolDate?: string;
  /** End of support by the maker. */
  readonly eosDate?: string;
  /** End of support of the operating system it runs, which need not be the maker's. */
  readonly osEosDate?: string;
  readonly patchMethod?: PatchMethod;
}

/** What a network segment says of the devices in it. */
export interface SegmentDefaults {
  readonly name: string;
  readonly vlan: string | null;
  readonly exposure: Exposure | null;
}

export type InheritedValues = ModelDefaults &
  Pick<DeviceFields, 'segment' | 'exposure' | 'vlan' | 'serial' | 'model'> & {
    /** Id of the bill of materials of its model for its version; its components are kept once, there. */
    readonly bill?: string;
  };
export type InheritedField = keyof InheritedValues;

/** Where an inherited value is from. */
export type InheritedFrom =
  /** A person set it on the model. */
  | 'model'
  /** The maker's MDS2 form says so; `what` names the question. */
  | 'mds2'
  /** A public device register says so. */
  | 'register'
  /** The segment that the device's sources name. */
  | 'segment'
  /** The segment its address lies in; `what` is the block. */
  | 'segment-by-ip'
  /** Its unique device identifier says so; `what` is the agency. */
  | 'udi';

export interface InheritedValue<T = InheritedValues[InheritedField]> {
  readonly value: T;
  readonly from: InheritedFrom;
  readonly what: string;
}

/** What a device has from its model and its segment, with where each value is from. It may say otherwise itself. */
export type Inherited = { readonly [F in InheritedField]?: InheritedValue<NonNullable<InheritedValues[F]>> };

/** One speaker for a model: the strongest comes first. */
export interface ModelSpeaker {
  readonly from: Extract<InheritedFrom, 'model' | 'mds2' | 'register'>;
  readonly defaults: ModelDefaults;
  /** What is shown as the origin of a field. */
  readonly what: (field: keyof ModelDefaults) => string;
}

/** Where the device's segment is known from; `cidr`: the block its address lies in, null: a source names it. */
export interface SegmentPlace {
  readonly segment: SegmentDefaults;
  readonly cidr: string | null;
}

const MODEL_FIELDS: readonly (keyof ModelDefaults)[] = [
  'deviceType',
  'criticality',
  'fdaClass',
  'fdaProductCode',
  'storesPhi',
  'transmitsPhi',
  'endOfSale',
  'eolDate',
  'eosDate',
  'osEosDate',
  'patchMethod',
];

/** What a model passes on. The first speaker that knows a field is believed; nobody's silence is filled by a guess. */
export function passedOn(speakers: readonly ModelSpeaker[]): Inherited {
  const found: Record<string, InheritedValue> = {};
  for (const field of MODEL_FIELDS) {
    const speaker = speakers.find((it) => it.defaults[field] !== undefined);
    const value = speaker?.defaults[field];
    if (speaker !== undefined && value !== undefined)
      found[field] = { value, from: speaker.from, what: speaker.what(field) };
  }
  return found as Inherited;
}

/** What a device inherits: from its model, from its segment, and what goes with its own UDI, product code and version. */
export function inheritedOf(
  model: Inherited,
  place: SegmentPlace | null,
  own: Partial<Pick<Inherited, 'serial' | 'model' | 'bill' | 'fdaClass'>> = {},
): Inherited {
  return { ...model, ...(place === null ? {} : segmentValues(place)), ...own };
}

function segmentValues({ segment: { name, exposure, vlan }, cidr }: SegmentPlace): Inherited {
  const origin =
    cidr === null
      ? ({ from: 'segment', what: name } as const)
      : ({ from: 'segment-by-ip', what: `${name}, ${cidr}` } as const);
  return {
    ...(cidr === null ? {} : { segment: { value: name, ...origin } }),
    ...(exposure === null ? {} : { exposure: { value: exposure, ...origin } }),
    ...(vlan === null ? {} : { vlan: { value: vlan, ...origin } }),
  };
}

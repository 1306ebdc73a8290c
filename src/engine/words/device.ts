import type { Criticality, Exposure, FdaClass } from './levels.ts';

/** A part of a device that has its own vulnerabilities: an SBOM entry, a service, a driver. */
export interface Component {
  readonly kind?: 'application' | 'operating-system' | 'firmware' | 'library' | 'hardware';
  readonly vendor?: string;
  readonly name: string;
  readonly version?: string;
  /** CPE 2.3 formatted string or 2.2 URI, as the source wrote it. */
  readonly cpe?: string;
  readonly purl?: string;
}

/**
 * What sources can say about one physical unit (INV-01). Dates are ISO `YYYY-MM-DD`.
 * Every field but the id may be missing: a gap is information and is never filled by a guess.
 */
export interface DeviceFields {
  readonly id?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly deviceType?: string;
  /** Firmware or software version; for a host without a model, the build of its operating system. */
  readonly version?: string;
  readonly os?: string;
  readonly osVersion?: string;
  readonly components?: readonly Component[];
  /** True when the source claims that `components` is the whole list (an SBOM), not only what it happened to see. */
  readonly componentsComplete?: boolean;
  readonly serial?: string;
  readonly assetTag?: string;
  readonly udi?: string;
  /** Where a device has addresses of both kinds, the one of version 4. */
  readonly ip?: string;
  /** Its address of version 6 beside that. */
  readonly ipv6?: string;
  readonly mac?: string;
  readonly hostname?: string;
  readonly vlan?: string;
  readonly segment?: string;
  readonly exposure?: Exposure;
  readonly site?: string;
  readonly building?: string;
  readonly floor?: string;
  readonly room?: string;
  readonly department?: string;
  readonly owner?: string;
  readonly clinicalUse?: string;
  readonly criticality?: Criticality;
  readonly fdaClass?: FdaClass;
  readonly fdaProductCode?: string;
  readonly storesPhi?: boolean;
  readonly transmitsPhi?: boolean;
  readonly installDate?: string;
  readonly warrantyEnd?: string;
  readonly endOfSale?: string;
  readonly eolDate?: string;
  readonly eosDate?: string;
  /** Whether there is a contract, or which, as its source words it: "Gold until 2028", "none". */
  readonly supportContract?: string;
  readonly contractProvider?: string;
  readonly contractEnd?: string;
  /** What patches hang on: "by the vendor's engineer alone". */
  readonly contractConditions?: string;
  readonly lastPatchDate?: string;
  readonly patchLevel?: string;
  /** Free text as the source wrote it; a control counts only once it is verified (see `risk`). */
  readonly controls?: string;
}

/** One physical unit, resolved from what its sources say. */
export interface Device extends DeviceFields {
  readonly id: string;
  /** Versions that rest on less than the policy asks for; left out: none does. */
  readonly unproven?: readonly VersionField[];
  /** Versions by sources whose word counts as much as the one that rules; left out: none says another. */
  readonly disputed?: Disputed;
}

export type Disputed = { readonly [Field in VersionField]?: readonly string[] };

export type VersionField = 'version' | 'osVersion';

/** Where a statement came from, precise enough to find it again. */
export interface Origin {
  readonly file: string;
  /** 1-based line, row or record number within the file. */
  readonly line?: number;
}

/**
 * What kind of system speaks: it decides whose word counts for a field (a CMMS knows the room, the network the address).
 * `list` is a table of unknown making, `person` what somebody entered by hand.
 */
export const SOURCE_KINDS = ['person', 'cmms', 'discovery', 'scanner', 'register', 'list', 'sbom'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** What one source said about one device. Columns it does not know are kept, never dropped in silence. */
export interface Observation {
  readonly origin: Origin;
  readonly source?: SourceKind;
  readonly fields: DeviceFields;
  /** Values of columns that map to no field, by column name. */
  readonly unmapped?: Readonly<Record<string, string>>;
  /** CVE ids that a scanner in the source claims for this device. */
  readonly reported?: readonly string[];
}

/** Input that could not be taken, with enough to find and repair it. */
export interface Reject {
  readonly file: string;
  readonly line?: number;
  readonly field?: string;
  readonly reason: string;
  /** The row or record as it stood, shortened. */
  readonly raw?: string;
  /** The row as it stood, by column, for the download of rejects; left out where it can't be kept whole. */
  readonly cells?: Readonly<Record<string, string>>;
}

import type { Confidence } from '#engine/words';

/** One thing that can have vulnerabilities, as an inventory writes it. */
export interface ProductText {
  readonly kind: 'device' | 'os' | 'component';
  readonly manufacturer?: string;
  readonly model: string;
  readonly version?: string;
  /** CPE 2.3 formatted string or 2.2 URI. */
  readonly cpe?: string;
  readonly purl?: string;
}

/** Why a text is taken for a product, in a form a person can check. */
export interface Evidence {
  readonly field: 'manufacturer' | 'model' | 'version' | 'os' | 'purl' | 'cpe' | 'person';
  readonly ours: string;
  readonly theirs: string;
  readonly how: string;
}

export interface ProductLink {
  /** Index in the directory. */
  readonly product: number;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** The version in the product's own scheme where the text fixes it; undefined: the item's own version counts. */
  readonly version?: string;
}

/** What a person said about a maker and model text: it is, or is not, a product. Holds for every like device. */
export interface Confirmation {
  readonly manufacturer: string;
  readonly model: string;
  /** Vendor and name as the directory has them. */
  readonly vendor: string;
  readonly product: string;
  readonly same: boolean;
  readonly by: string;
}

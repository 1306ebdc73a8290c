import { readFileSync } from 'node:fs';
import type { Device } from '#engine/words';

/** A labelled device as ../shared/data/LABELS.md describes it. */
export interface LabelledDevice {
  readonly id: string;
  readonly case: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly affected: readonly { readonly cve: string }[];
  readonly not_affected: readonly { readonly cve: string }[];
  readonly possible: readonly string[];
  readonly disputed: readonly string[];
  readonly variants: readonly string[];
  readonly medical: boolean;
}

/** A labelled Windows host: only the listed CVEs are judged. */
export interface LabelledHost {
  readonly id: string;
  readonly os: string;
  readonly version: string;
  readonly affected: readonly string[];
  readonly not_affected: readonly string[];
  readonly disputed: readonly string[];
}

export function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((it) => it.trim() !== '')
    .map((it) => JSON.parse(it) as T);
}

export function deviceOf(label: LabelledDevice): Device {
  return {
    id: label.id,
    ...(label.manufacturer !== null && { manufacturer: label.manufacturer }),
    ...(label.model !== null && { model: label.model }),
    ...(label.version !== null && { version: label.version }),
  };
}

export function hostOf(label: LabelledHost): Device {
  return { id: label.id, os: label.os, version: label.version };
}

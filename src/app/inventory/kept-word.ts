import type { Word } from '#engine/intake';
import type { CurrentObservation } from '#store/observations';

/** A word, and the observation that holds it. */
export interface KeptWord extends Word {
  readonly observationId: string;
  /** No device is named on the observation yet. */
  readonly isNew: boolean;
  /** The import that first brought it; null: a person entered it. */
  readonly importId: string | null;
}

export function keptWordOf({ id, at, anchors, ...it }: CurrentObservation): KeptWord {
  return {
    source: it.source,
    kind: it.kind,
    key: it.key,
    at: at.toISOString(),
    fields: it.fields,
    deviceId: it.deviceId,
    anchors,
    evidence: it.evidence,
    observationId: id,
    isNew: false,
    importId: it.importId,
  };
}

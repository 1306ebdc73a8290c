import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Policy } from '#engine/risk';
import type { Confidence } from '#engine/words';
import type { InventorySource } from '#inventory/source';
import type { GivenMapping } from '#inventory/table';
import type { LoadedInventory } from '../inventory/load-inventory.ts';
import { assess } from './assess.ts';
import type { Assessment } from './assessment.ts';
import type { CatalogueSource } from './load-catalogue.ts';
import { readOrder } from './read-order.ts';

export interface AssessmentOrder {
  readonly inventories: readonly InventorySource[];
  /** Field → column, by the name of the inventory it is for; under `*` for all of them. */
  readonly mappings: Readonly<Record<string, GivenMapping>>;
  readonly knowledge: CatalogueSource;
  /** A hospital's own alias file; null: only what ships. */
  readonly aliasFile: string | null;
  readonly policy: Policy;
  /** ISO date */
  readonly asOf: string;
  readonly minConfidence: Confidence;
}

export interface RunProgress {
  readonly phase: 'inventory' | 'feeds' | 'judging';
  /** File being read; null while judging. */
  readonly file: string | null;
  /** Bytes or devices. */
  readonly done: number;
  /** Null: not known. */
  readonly total: number | null;
}

export interface RunOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  readonly signal?: AbortSignal;
}

export interface FinishedRun {
  readonly assessment: Assessment;
  readonly inventory: LoadedInventory;
}

/**
 * From files to a ranked list.
 * @throws {InputError} when something given cannot be used at all; the signal's reason when cancelled
 */
export async function runAssessment(order: AssessmentOrder, options: RunOptions = {}): Promise<FinishedRun> {
  const { onProgress, signal } = options;
  const { inventory, knowledge, aliases, rejected, notices } = await readOrder(order, options);
  const steps = assess({
    devices: inventory.devices,
    catalogue: knowledge.catalogue,
    feeds: knowledge.feeds,
    aliases,
    confirmations: [],
    policy: order.policy,
    asOf: order.asOf,
    minConfidence: order.minConfidence,
    rejected,
    notices,
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { assessment: step.value, inventory };
    onProgress?.({
      phase: 'judging',
      file: null,
      done: step.value.devicesDone,
      total: step.value.devicesTotal,
    });
    await nextTurn();
    signal?.throwIfAborted();
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { csafVexChunks } from '#exports/csaf-vex';
import { CannotExport } from '#exports/cannot-export';
import { cyclonedxVexChunks } from '#exports/cyclonedx-vex';
import { openvexChunks } from '#exports/openvex';
import { createVexCollector, type VexSaying, type VexStatements } from '#exports/vex-statements';
import type { Device } from '#engine/words';
import { listConfigurations } from '#store/cohorts';
import type { FindingSelection } from '#store/findings';
import {
  listSelectedConfigurations,
  listSelectedDevices,
  listSelectedOf,
  type SelectedOfConfiguration,
} from '#store/vex-findings';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { type Judge, labelOf } from './judge.ts';
import { readKnowledge } from './knowledge.ts';

export const VEX_FORMATS = ['csaf-vex', 'cyclonedx-vex', 'openvex'] as const;
export type VexFormat = (typeof VEX_FORMATS)[number];

const CONFIGURATIONS_AT_ONCE = 50;

/**
 * A selection of findings as one VEX document. Devices of a configuration share its statements, so that these are worked out
 * once for each configuration, and there are as many of them however many devices there are.
 * @throws Refused before anything is written, where it cannot be
 */
export async function exportVex(
  ctx: Context,
  selection: FindingSelection,
  format: VexFormat,
): Promise<Iterable<string>> {
  try {
    const statements = await collect(ctx, selection);
    const { name } = await readHospital(ctx.store.db);
    const by = name === '' ? undefined : name;
    switch (format) {
      case 'csaf-vex':
        return csafVexChunks(statements, by);
      case 'cyclonedx-vex':
        return cyclonedxVexChunks(statements, by);
      case 'openvex':
        return openvexChunks(statements, by);
    }
  } catch (error) {
    if (error instanceof CannotExport) throw new Refused({ code: 'conflict', because: error.message });
    throw error;
  }
}

/** What the selection holds, judged as the sources are now. */
async function collect(ctx: Context, selection: FindingSelection): Promise<VexStatements> {
  const { db } = ctx.store;
  const asOf = ctx.now().toISOString().slice(0, 10);
  const collector = createVexCollector(asOf);
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null) return collector.statements();
  const judge = knowledge.judge(asOf);
  const all = await listSelectedConfigurations(db, selection);
  for (let from = 0; from < all.length; from += CONFIGURATIONS_AT_ONCE) {
    const ids = all.slice(from, from + CONFIGURATIONS_AT_ONCE);
    const selected = Map.groupBy(await listSelectedOf(db, selection, ids), (it) => it.configurationId);
    const units = Map.groupBy(await listSelectedDevices(db, selection, ids), (it) => it.configurationId);
    for (const { id, fields } of await listConfigurations(db, ids)) {
      const device: Device = { ...fields, id: '' };
      const its = (units.get(id) ?? []).map((it) => ({ id: it.name ?? it.id, serial: it.serial }));
      collector.add(device, labelOf(device), its, sayingsOf(judge, device, selected.get(id) ?? []));
      await nextTurn();
    }
    judge.forget();
  }
  return collector.statements();
}

function sayingsOf(judge: Judge, device: Device, selected: readonly SelectedOfConfiguration[]): VexSaying[] {
  const found = new Map(judge.found(device, null).map((it) => [it.vulnerability.id, it]));
  return selected.flatMap(({ vulnerability, excused }) => {
    // What sources say no more since it was last matched may be excluded by now, or unheard of.
    const judgement = found.get(vulnerability) ?? judge.one(device, vulnerability, null);
    return judgement === null ? [] : [excused === null ? judgement : excusedBy(judgement, excused)];
  });
}

/** What a person decided goes before what sources say: a document tells both apart by its reason. */
function excusedBy(
  judgement: VexSaying,
  { justification, reason }: NonNullable<SelectedOfConfiguration['excused']>,
): VexSaying {
  return {
    ...judgement,
    verdict: 'not-affected',
    justification: justification ?? 'component_not_present',
    why: reason,
  };
}

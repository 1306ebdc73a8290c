import { CannotExport } from '#exports/cannot-export';
import { csafVexChunks } from '#exports/csaf-vex';
import { csvPages } from '#exports/csv';
import { cyclonedxVexChunks } from '#exports/cyclonedx-vex';
import { openvexChunks } from '#exports/openvex';
import { RECORD_FINDING_COLUMNS } from '#exports/record-finding-columns';
import type { VexAssessment } from '#exports/vex-statements';
import { xlsxPages } from '#exports/xlsx';
import type { Device } from '#engine/words';
import { findDevicesById } from '#store/devices';
import { countFindings, pageFindings } from '#store/finding-pages';
import type { FindingPlace, FindingSelection } from '#store/findings';
import { act, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { configuredFields } from '../inventory/configured.ts';
import { Refused } from '../refusal.ts';
import type { AssessedDevice, Judgement } from './assessment.ts';
import { asks, filterOf, labelled, type ListedFinding } from './findings.ts';
import { type Judge, labelOf } from './judge.ts';
import { readKnowledge } from './knowledge.ts';

export type FindingFormat = 'csv' | 'xlsx' | 'json' | 'csaf-vex' | 'cyclonedx-vex' | 'openvex';

const ROWS_AT_ONCE = 500;
/** A VEX document stands in memory as a whole. */
const VEX_FINDINGS_MAX = 50_000;

/**
 * Findings of a list as a file, of those the person sees. Tables leave out what is decided unless the filter asks for
 * it; VEX documents say it, as that is what they are for. Who took what out of the product stands in the audit log.
 */
export async function exportFindings(
  ctx: Context,
  { filter, format }: { readonly filter: string; readonly format: FindingFormat },
): Promise<AsyncIterable<string | Uint8Array> | Iterable<string>> {
  const asked = filterOf(ctx, filter);
  await act(ctx, { permission: 'findings.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'finding.export', subject: null, detail: { filter, format } },
  }));
  const isVex = format === 'csaf-vex' || format === 'cyclonedx-vex' || format === 'openvex';
  const selection: FindingSelection = {
    filter: asked,
    scopes: seenScopes(ctx.actor, 'findings.read'),
    decided: isVex || asks(asked, 'decided') ? 'both' : 'left-out',
  };
  const pages = pagesOf(ctx, selection);
  switch (format) {
    case 'csv':
      return csvPages(RECORD_FINDING_COLUMNS, pages);
    case 'xlsx':
      return xlsxPages('Findings', RECORD_FINDING_COLUMNS, pages);
    case 'json':
      return jsonPages(pages);
    case 'csaf-vex':
      return whole(csafVexChunks(await assessedOf(ctx, selection)));
    case 'cyclonedx-vex':
      return whole(cyclonedxVexChunks(await assessedOf(ctx, selection)));
    case 'openvex':
      return whole(openvexChunks(await assessedOf(ctx, selection)));
  }
}

/** All of it before the first byte leaves, so that a refusal is an answer and no broken file. */
function whole(chunks: Iterable<string>): Iterable<string> {
  try {
    return [...chunks];
  } catch (error) {
    if (error instanceof CannotExport) throw new Refused({ code: 'conflict', because: error.message });
    throw error;
  }
}

async function* pagesOf(ctx: Context, selection: FindingSelection): AsyncGenerator<readonly ListedFinding[]> {
  let after: FindingPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof pageFindings>> = await pageFindings(ctx.store.db, selection, {
      after,
      limit: ROWS_AT_ONCE,
    });
    yield page.map(labelled);
    if (page.length < ROWS_AT_ONCE) return;
    after = page.at(-1)?.place ?? null;
  }
}

/** A JSON array, one finding a line, with the keys of the table. */
async function* jsonPages(pages: AsyncIterable<readonly ListedFinding[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages)
    for (const row of rows) {
      yield before +
        JSON.stringify(Object.fromEntries(RECORD_FINDING_COLUMNS.map((it) => [it.key, it.cell(row)])));
      before = ',\n';
    }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** The devices with findings of the selection, and what is judged of these, as the sources are now. */
async function assessedOf(ctx: Context, selection: FindingSelection): Promise<VexAssessment> {
  const asOf = ctx.now().toISOString().slice(0, 10);
  return see(ctx, 'findings.read', async (db) => {
    const total = await countFindings(db, selection, null);
    if (total > VEX_FINDINGS_MAX)
      throw new Refused({
        code: 'conflict',
        because: `Cannot write this as VEX: it holds ${total} findings, and a document has room for ${VEX_FINDINGS_MAX}; narrow the filter`,
      });
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null) return { asOf, devices: [] };
    const judge = knowledge.judge(asOf);
    const byDevice = new Map<string, ListedFinding[]>();
    for await (const rows of pagesOf(ctx, selection))
      for (const row of rows) byDevice.set(row.deviceId, [...(byDevice.get(row.deviceId) ?? []), row]);
    const devices: AssessedDevice[] = [];
    for (const ids of chunks([...byDevice.keys()], ROWS_AT_ONCE)) {
      const kept = await findDevicesById(db, ids);
      const configured = await configuredFields(db, kept);
      kept.forEach(({ id, name }, index) => {
        const device: Device = { ...configured[index], id: name ?? id };
        devices.push(assessed(judge, device, byDevice.get(id) ?? []));
      });
      judge.forget();
    }
    return { asOf, devices };
  });
}

function assessed(judge: Judge, device: Device, findings: readonly ListedFinding[]): AssessedDevice {
  const judged = findings.flatMap((it) => {
    const judgement = judge.one(device, it.vulnerability, it.detectedOn);
    return judgement === null ? [] : [decidedOf(judgement, it)];
  });
  return {
    device,
    label: labelOf(device),
    identified: [],
    judgements: judged.filter((it) => it.verdict !== 'not-affected'),
    notAffected: judged.filter((it) => it.verdict === 'not-affected'),
  };
}

/** What a person decided goes before what sources say: a document tells both apart by its reason. */
function decidedOf(judgement: Judgement, { decision }: ListedFinding): Judgement {
  if (decision === null) return judgement;
  switch (decision.says) {
    case 'not-affected':
    case 'false-match':
      return {
        ...judgement,
        verdict: 'not-affected',
        justification: decision.justification ?? 'component_not_present',
        why: decision.reason,
      };
    case 'mitigated':
    case 'accepted':
      return judgement;
  }
}

function* chunks<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

import type { Explanation, FindingRow } from '#contract/assessments/finding';
import type { ColumnsView } from '#contract/assessments/assessment';
import type { DeviceView } from '#contract/assessments/device';
import type { ActionRow, DeviceRow, PlaceRow, RejectRow } from '#contract/assessments/lists';
import type { ExportFormat, listDevices, listFindings } from '#contract/assessments/routes';
import type { Request } from '#contract/kit';
import type { Page } from '#contract/page';

export interface PageAsk {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type FindingsAsk = Request<typeof listFindings>['query'];
export type DevicesAsk = Request<typeof listDevices>['query'];

/** Everything that can be asked about a finished assessment. It answers inside the worker that made it. */
export interface Desk {
  columns(): ColumnsView;
  actions(ask: PageAsk): Page<ActionRow>;
  findings(ask: FindingsAsk): Page<FindingRow>;
  /** Null: no such finding. */
  explanation(findingId: string): Explanation | null;
  devices(ask: DevicesAsk): Page<DeviceRow>;
  /** Null: no such device. */
  device(deviceId: string): DeviceView | null;
  rejects(ask: PageAsk): Page<RejectRow>;
  places(): Page<PlaceRow>;
  /** Writes the result to a file: an answer may be far larger than a message should be. */
  writeExport(format: ExportFormat, path: string): Promise<void>;
}

export type Question = {
  [K in keyof Desk]: { readonly name: K; readonly args: Parameters<Desk[K]> };
}[keyof Desk];

export type AnswerTo<K extends keyof Desk> = Awaited<ReturnType<Desk[K]>>;

import { asDate, asObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { asCveId } from './vulnerability-id.ts';

/** Column positions of an EPSS file, and the day its scores are for. */
export interface EpssLayout {
  readonly cve: number;
  readonly epss: number;
  /** -1: files from before September 2021 have no percentile. */
  readonly percentile: number;
  readonly columns: number;
}

/** `#model_version:v2025.03.14,score_date:2026-01-30T12:55:00+0000` → the day; null where the line names none. */
export function readEpssComment(line: string): string | null {
  return asDate(/score_date:([^,]*)/.exec(line)?.[1]);
}

/** Reads the header of an EPSS file; null if the line is none. */
export function readEpssHeader(line: string): EpssLayout | null {
  const names = line.split(',').map((it) => it.trim().toLowerCase());
  const cve = names.indexOf('cve');
  const epss = names.indexOf('epss');
  if (cve === -1 || epss === -1) return null;
  return { cve, epss, percentile: names.indexOf('percentile'), columns: names.length };
}

/** Reads one line below the header. */
export function readEpssLine(
  line: string,
  layout: EpssLayout,
  scoredOn: string | null,
  place: Place,
  sink: FeedSink,
): void {
  const cells = line.split(',');
  if (cells.length !== layout.columns) {
    const reason = `EPSS line has ${cells.length === 1 ? '1 cell' : `${cells.length} cells`} where the header has ${layout.columns}`;
    sink.reject({ ...place, reason, raw: line.slice(0, 200) });
    return;
  }
  const percentile = layout.percentile === -1 ? '' : cells[layout.percentile];
  addScore(
    { cve: cells[layout.cve], epss: cells[layout.epss], percentile },
    scoredOn,
    place,
    sink,
    line.slice(0, 200),
  );
}

/** Reads one entry of `data` in an answer of the EPSS API (api.first.org). */
export function readEpssEntry(json: unknown, place: Place, sink: FeedSink): void {
  const entry = asObject(json);
  addScore(
    { cve: entry?.cve, epss: entry?.epss, percentile: entry?.percentile },
    asDate(entry?.date),
    place,
    sink,
  );
}

function addScore(
  cells: { readonly cve: unknown; readonly epss: unknown; readonly percentile: unknown },
  scoredOn: string | null,
  place: Place,
  sink: FeedSink,
  raw?: string,
): void {
  const shown = raw === undefined ? place : { ...place, raw };
  const id = asCveId(cells.cve);
  if (id === null) {
    sink.reject({ ...shown, field: 'cve', reason: 'EPSS score has no CVE id' });
    return;
  }
  const probability = asShare(cells.epss);
  if (probability === null) {
    sink.reject({ ...shown, field: 'epss', reason: `EPSS score of ${id} is not a number from 0 to 1` });
    return;
  }
  const percentile = asShare(cells.percentile) ?? 0;
  sink.accept({ kind: 'epss', feed: 'epss', id, probability, percentile, scoredOn });
}

/** A number from 0 to 1, as number or text. */
function asShare(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const share = Number(value);
  return share >= 0 && share <= 1 ? share : null;
}

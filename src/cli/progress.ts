import { cut, grouped } from './layout.ts';
import type { Io } from './io.ts';

/** How far a step of the work is. */
export interface Step {
  /** "Reading nvdcve-2.0-2023.json.gz" */
  readonly step: string;
  readonly done: number;
  /** Null: the end is not known. */
  readonly total: number | null;
  readonly unit: 'bytes' | 'devices';
}

export interface ProgressBar {
  report(step: Step): void;
  /** Clears the bar, so that other lines can be written. */
  end(): void;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;
const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows progress on stderr: one line that is redrawn on a terminal, and a line per step and every few seconds
 * elsewhere, so that a log stays short.
 * @param monotonicMs a clock that never goes back
 */
export function createProgressBar(io: Io, quiet: boolean, monotonicMs: () => number): ProgressBar {
  if (quiet) return { report: () => undefined, end: () => undefined };
  return io.stderrIsTerminal ? redrawnLine(io, monotonicMs) : plainLines(io, monotonicMs);
}

function redrawnLine(io: Io, monotonicMs: () => number): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    report: (step) => {
      if (monotonicMs() - drawnAt < REDRAW_MS) return;
      drawnAt = monotonicMs();
      shown = true;
      io.stderr.write(CLEAR_LINE + cut(barText(step), io.width - 1));
    },
    end: () => {
      if (shown) io.stderr.write(CLEAR_LINE);
      shown = false;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function barText({ step, done, total, unit }: Step): string {
  if (total === null || total === 0) return `${step} … ${amount(done, unit)}`;
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${step}`;
}

function plainLines(io: Io, monotonicMs: () => number): ProgressBar {
  let last = '';
  let writtenAt = 0;
  return {
    report: (step) => {
      const isNew = step.step !== last;
      if (!isNew && monotonicMs() - writtenAt < PLAIN_LINE_MS) return;
      last = step.step;
      writtenAt = monotonicMs();
      io.stderr.write(`${plainText(step, isNew)}\n`);
    },
    end: () => undefined,
  };
}

function plainText({ step, done, total, unit }: Step, isNew: boolean): string {
  if (isNew && done === 0) return step;
  const of = total === null ? '' : ` of ${amount(total, unit)}`;
  return `${step}: ${amount(done, unit)}${of}`;
}

function amount(count: number, unit: Step['unit']): string {
  return unit === 'bytes' ? `${(count / 2 ** 20).toFixed(1)} MiB` : grouped(count);
}

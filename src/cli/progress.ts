import { cut, grouped } from './layout.ts';
import type { Io } from './io.ts';

/** How far a step of the work is. */
export interface Step {
  /** "Reading feeds" */
  readonly step: string;
  /** The file at hand; null: there is none. */
  readonly file: string | null;
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

function barText(it: Step): string {
  const { done, total, unit } = it;
  if (total === null || total === 0) return `${stepText(it)} … ${amount(done, unit)}`;
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${stepText(it)}`;
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
      io.stderr.write(`${isNew ? step.step : plainText(step)}\n`);
    },
    end: () => undefined,
  };
}

function plainText(it: Step): string {
  const of = it.total === null ? '' : ` of ${amount(it.total, it.unit)}`;
  return `${stepText(it)}: ${amount(it.done, it.unit)}${of}`;
}

function stepText({ step, file }: Step): string {
  return file === null ? step : `${step}, ${file}`;
}

function amount(count: number, unit: Step['unit']): string {
  return unit === 'bytes' ? `${(count / 2 ** 20).toFixed(1)} MiB` : grouped(count);
}

import type { AbsenceStatement, JudgedSubject } from '#engine/absence';
import { counted, tableLines, type TextColumn, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';

export interface AbsenceOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Devices listed per answer; the rest is counted. */
  readonly limit: number;
}

const COLUMNS: readonly TextColumn<JudgedSubject>[] = [
  { title: 'Device', widthMax: 24, text: (it) => it.deviceId },
  { title: 'What it is', flexible: true, text: (it) => it.label },
  { title: 'Grounds', flexible: true, text: (it) => it.presence.because },
];

/** Where a product is, where it cannot be told, where it is known not to be; and the statement to cite. */
export function* absenceLines(it: AbsenceStatement, options: AbsenceOptions): Generator<string> {
  yield* answerLines(`Present on ${counted(it.present.length, 'device')}`, it.present, options);
  yield* answerLines(`Cannot be told for ${counted(it.unknown.length, 'device')}`, it.unknown, options);
  yield* answerLines(`Known absent from ${counted(it.absent.length, 'device')}`, it.absent, options);
  yield options.paint.heading('Statement');
  yield* wrapped(it.text, options.width);
}

function* answerLines(
  title: string,
  devices: readonly JudgedSubject[],
  options: AbsenceOptions,
): Generator<string> {
  yield options.paint.heading(title);
  if (devices.length > 0) yield* tableLines(COLUMNS, devices.slice(0, options.limit), options.width);
  const more = devices.length - options.limit;
  if (more > 0) yield options.paint.quiet(`… and ${counted(more, 'more device')}; --format csv lists all`);
  yield '';
}

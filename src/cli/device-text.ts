import type { AssessedDevice, Assessment, Judgement } from '#app/vulnerabilities/assessment';
import { dueWords } from './due-words.ts';
import { grouped, tableLines, type TextColumn } from './layout.ts';
import type { Paint } from './paint.ts';

interface DeviceAtRisk {
  readonly it: AssessedDevice;
  readonly affected: readonly Judgement[];
  readonly points: number;
  readonly critical: number;
  /** Earliest deadline that runs; null: none does. */
  readonly dueBy: string | null;
}

const NARROW = 90;

/** The devices on which most risk lies, by the points of what affects them. */
export function* deviceLines(
  { devices, asOf }: Assessment,
  { paint, limit, width }: { readonly paint: Paint; readonly limit: number; readonly width: number },
): Generator<string> {
  const ranked = devices
    .map(atRisk)
    .filter((it) => it.affected.length > 0)
    .toSorted((a, b) => b.points - a.points || (a.it.device.id < b.it.device.id ? -1 : 1));
  yield paint.heading(`Devices most at risk, of ${grouped(ranked.length)} affected`);
  if (ranked.length > 0)
    yield* tableLines(columns(width < NARROW ? null : asOf, paint), ranked.slice(0, limit), width);
}

function atRisk(it: AssessedDevice): DeviceAtRisk {
  const affected = it.judgements.filter((judgement) => judgement.verdict === 'affected');
  const dueDates = affected.flatMap((judgement) => judgement.ruling?.dueBy ?? []).toSorted();
  return {
    it,
    affected,
    points: affected.reduce((sum, judgement) => sum + judgement.score, 0),
    critical: affected.filter((judgement) => judgement.tier === 'critical').length,
    dueBy: dueDates[0] ?? null,
  };
}

/** @param countedFrom day from which days to a deadline are counted; null: no room for them */
function columns(countedFrom: string | null, paint: Paint): readonly TextColumn<DeviceAtRisk>[] {
  return [
    { title: 'Device', widthMax: 20, text: ({ it }) => it.device.id },
    { title: 'What and where', flexible: true, text: ({ it }) => [it.label, ...placeOf(it)].join(', ') },
    { title: 'CVEs', align: 'right', text: ({ affected }) => grouped(affected.length) },
    {
      title: 'Critical',
      align: 'right',
      text: ({ critical }) => grouped(critical),
      paint: (text, { critical }) => (critical > 0 ? paint.tier(text, 'critical') : text),
    },
    { title: 'Risk', align: 'right', text: ({ points }) => grouped(points) },
    {
      title: 'Due',
      text: ({ dueBy }) => (countedFrom === null ? (dueBy ?? '') : dueWords(dueBy, countedFrom)),
    },
  ];
}

function placeOf({ device }: AssessedDevice): string[] {
  const place = device.department ?? device.room ?? device.site;
  return place === undefined ? [] : [place];
}

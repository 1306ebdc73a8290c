import type { Assessment } from '#app/vulnerabilities/assessment';
import type { Action } from '#engine/triage';
import { dueWords } from './due-words.ts';
import { counted, grouped, tableLines, type TextColumn } from './layout.ts';
import type { Paint } from './paint.ts';

const NARROW = 90;

interface RankedAction {
  readonly rank: number;
  readonly action: Action;
}

/** What to do, the act that clears most risk first. */
export function* actionLines(
  { actions, asOf }: Assessment,
  { paint, limit, width }: { readonly paint: Paint; readonly limit: number; readonly width: number },
): Generator<string> {
  yield paint.heading('What to do first');
  if (actions.length === 0) yield '  Nothing: no finding asks for an action';
  const ranked = actions.slice(0, limit).map((action, i) => ({ rank: i + 1, action }));
  if (ranked.length > 0) yield* tableLines(columns(width < NARROW ? null : asOf, paint), ranked, width);
  const more = actions.length - ranked.length;
  if (more > 0)
    yield paint.quiet(`… and ${counted(more, 'more action')}; --limit shows more, --out report.xlsx all`);
}

/** @param countedFrom day from which days to a deadline are counted; null: no room for them */
function columns(countedFrom: string | null, paint: Paint): readonly TextColumn<RankedAction>[] {
  return [
    { title: '#', align: 'right', text: (it) => String(it.rank) },
    { title: 'Action', flexible: true, text: (it) => it.action.title + heldWords(it.action) },
    { title: 'Devices', align: 'right', text: (it) => grouped(it.action.deviceIds.length) },
    { title: 'CVEs', align: 'right', text: (it) => grouped(it.action.vulnerabilities.length) },
    {
      title: 'Critical',
      align: 'right',
      text: (it) => grouped(it.action.critical),
      paint: (text, it) => (it.action.critical > 0 ? paint.tier(text, 'critical') : text),
    },
    { title: 'Risk', align: 'right', text: (it) => grouped(it.action.points) },
    {
      title: 'Due',
      text: ({ action: { dueBy } }) => (countedFrom === null ? (dueBy ?? '') : dueWords(dueBy, countedFrom)),
      paint: (text, it) => (it.action.overdue > 0 ? paint.warning(text) : text),
    },
  ];
}

function heldWords({ heldDevices }: Action): string {
  return heldDevices === 0 ? '' : ` (${counted(heldDevices, 'device')} cannot be done now)`;
}

import { actionTitle } from '#engine/triage';
import { findActions, type KeptAction } from '#store/finding-group-names';
import type { DeliveryContent } from '#store/deliveries';
import type { Tx } from '#store/store';
import { readTicketContent, type Ticket, type TicketContent, type TicketDevice } from '#store/tickets';

/** Devices a ticket names one by one; the rest is counted, and found by its filter. */
const DEVICES_NAMED = 50;
const VULNERABILITIES_NAMED = 20;

export interface TicketWords {
  readonly title: string;
  readonly findings: number;
  readonly devices: number;
  readonly content: DeliveryContent;
}

/** What a ticket says, worked out from its findings as they are when it is opened. */
export async function ticketWords(
  tx: Tx,
  { id, filter, note, openedByName }: Pick<Ticket, 'id' | 'filter' | 'note' | 'openedByName'>,
  page: string | null,
): Promise<TicketWords> {
  const it = await readTicketContent(tx, id, DEVICES_NAMED);
  const action =
    it.actionNo === null ? null : ((await findActions(tx, [it.actionNo])).get(it.actionNo) ?? null);
  const { findings, devices, vulnerabilities, tier, dueOn, exploited } = it;
  return {
    title: titleOf(it, action),
    findings,
    devices,
    content: {
      lines: linesOf(it, action, { filter, note, openedByName, page }),
      data: {
        ticketId: id,
        tier,
        dueOn,
        exploited,
        findings,
        devices,
        vulnerabilities,
        filter,
        note,
        openedBy: openedByName,
        page,
        action: action === null ? null : actionTitle(action, devices),
        firstDevices: it.first,
      },
    },
  };
}

const counted = (count: number, word: string) => `${count} ${count === 1 ? word : `${word}s`}`;

function titleOf(
  { vulnerabilities, devices, findings, tier, first }: TicketContent,
  action: KeptAction | null,
): string {
  const grade = `[${tier}]`;
  const [only] = first;
  const where = devices === 1 && only !== undefined ? nameOf(only) : counted(devices, 'device');
  if (vulnerabilities.length === 1) return `${grade} ${vulnerabilities[0]} on ${where}`;
  if (action !== null) return `${grade} ${actionTitle(action, devices)}`;
  return `${grade} ${counted(findings, 'finding')} on ${where}`;
}

function linesOf(
  it: TicketContent,
  action: KeptAction | null,
  {
    filter,
    note,
    openedByName,
    page,
  }: Pick<Ticket, 'filter' | 'note' | 'openedByName'> & { readonly page: string | null },
): string[] {
  const named = it.vulnerabilities.slice(0, VULNERABILITIES_NAMED);
  const more = it.vulnerabilities.length - named.length;
  return [
    ...(note === null ? [] : [note, '']),
    ...(it.summary === null ? [] : [it.summary, '']),
    `Vulnerabilities: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    `Findings: ${it.findings} on ${counted(it.devices, 'device')}, the most urgent ${it.tier}`,
    `Due: ${it.dueOn ?? 'no deadline'}`,
    ...(it.exploited ? ['Known to be exploited'] : []),
    ...(action === null
      ? []
      : [
          `To do: ${actionTitle(action, it.devices)}`,
          ...(action.details === null ? [] : [action.details]),
          ...(action.url === null ? [] : [action.url]),
        ]),
    '',
    'Devices:',
    ...it.first.map(deviceLine),
    ...(it.devices > it.first.length ? [`and ${it.devices - it.first.length} more`] : []),
    '',
    `Opened by ${openedByName} from Patchward, for: ${filter === '' ? 'all findings' : filter}`,
    ...(page === null ? [] : [page]),
  ];
}

function deviceLine(it: TicketDevice): string {
  const place = [it.site, it.department].filter((word) => word !== null).join(', ');
  return `- ${nameOf(it)}${it.name === null ? '' : ` (${it.label})`}${place === '' ? '' : `, ${place}`}: ${it.vulnerabilities.slice(0, 5).join(', ')}${it.vulnerabilities.length > 5 ? ' …' : ''}, ${it.tier}${it.dueOn === null ? '' : `, due ${it.dueOn}`}`;
}

function nameOf({ name, label }: TicketDevice): string {
  return name ?? label;
}

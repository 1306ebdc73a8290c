import { SAYING_WORDS } from '#engine/decisions';
import type { Decision } from '#store/decisions';
import type { Event } from './announce.ts';

type Told = Pick<
  Decision,
  'id' | 'vulnerability' | 'says' | 'reason' | 'filter' | 'expiresOn' | 'requestedByName'
>;

const NAMED = 20;

function listed(vulnerabilities: readonly string[]): string {
  const named = vulnerabilities.slice(0, NAMED).join(', ');
  return vulnerabilities.length > NAMED ? `${named} and ${vulnerabilities.length - NAMED} more` : named;
}

/** Somebody asks for decisions: all that were asked for together are told together. */
export function decisionRequested(batch: string, decisions: readonly Told[]): Event {
  const [first] = decisions;
  if (first === undefined) throw new Error('Cannot tell of decisions: there are none');
  const { says, reason, filter, expiresOn, requestedByName } = first;
  const vulnerabilities = decisions.map((it) => it.vulnerability);
  const what =
    vulnerabilities.length === 1 ? vulnerabilities[0] : `${vulnerabilities.length} vulnerabilities`;
  return {
    kind: 'decision.requested',
    title: `${requestedByName} asks for approval: ${what}, ${SAYING_WORDS[says].toLowerCase()}`,
    lines: [
      `${requestedByName} asks that this holds: ${SAYING_WORDS[says].toLowerCase()}`,
      `Vulnerabilities: ${listed(vulnerabilities)}`,
      `Devices: ${filter === '' ? 'all' : filter}`,
      `Reason: ${reason}`,
      `Until: ${expiresOn}`,
      '',
      'Somebody else has to approve it before it counts.',
    ],
    data: { batch, vulnerabilities, says, reason, filter, expiresOn, requestedBy: requestedByName },
  };
}

export function decisionApproved(it: Told, approvedBy: string): Event {
  return {
    kind: 'decision.approved',
    title: `${it.vulnerability} decided: ${SAYING_WORDS[it.says].toLowerCase()}`,
    lines: [...factsOf(it), `Approved by: ${approvedBy}`],
    data: { ...dataOf(it), approvedBy },
  };
}

/** How a decision came to its end: nobody asked for these but the passing of time and new evidence, or a person did. */
export function decisionEnded(
  it: Told & Pick<Decision, 'state'>,
  {
    how,
    because,
  }: { readonly how: 'declined' | 'withdrawn' | 'expired' | 'reopened'; readonly because: string },
): Event {
  return {
    kind: 'decision.ended',
    title: `${it.vulnerability}${it.state === 'approved' ? ' is open again' : ''}: ${SAYING_WORDS[it.says].toLowerCase()}, ${ENDS[how]}`,
    lines: [...factsOf(it), `Ended: ${because}`],
    data: { ...dataOf(it), how, because },
  };
}

const ENDS = {
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'run out',
  reopened: 'overtaken',
} as const;

function factsOf(it: Told): string[] {
  return [
    `Vulnerability: ${it.vulnerability}`,
    `Says: ${SAYING_WORDS[it.says].toLowerCase()}`,
    `Devices: ${it.filter === '' ? 'all' : it.filter}`,
    `Reason: ${it.reason}`,
    `Until: ${it.expiresOn}`,
    `Asked for by: ${it.requestedByName}`,
  ];
}

function dataOf(it: Told) {
  const { id, vulnerability, says, reason, filter, expiresOn, requestedByName } = it;
  return { decisionId: id, vulnerability, says, reason, filter, expiresOn, requestedBy: requestedByName };
}

import type { DecisionSaying, Justification } from '#engine/decisions';
import { tableRows } from './table.ts';

/** What somebody of the hospital did about an invented weakness in a week of its year. */
export interface Deed {
  readonly week: number;
  /** Name of a colleague. */
  readonly by: string;
  readonly weakness: string;
  readonly what:
    | { readonly kind: 'owns' }
    | { readonly kind: 'writes'; readonly text: string }
    | { readonly kind: 'reviews'; readonly text: string }
    | {
        readonly kind: 'asks';
        readonly says: DecisionSaying;
        readonly justification: Justification | null;
        readonly filter: string;
        /** Days after the history ends until which it is to hold. */
        readonly untilDays: number;
        readonly reason: string;
        /** Who approves it; null: nobody has yet. */
        readonly approvedBy: string | null;
      };
}

// Week | who | number of the weakness | what | words
const DEEDS = `
28 | Amara Okonkwo | 0001 | owns | -
28 | Amara Okonkwo | 0001 | writes | Biomed confirms: the service port is open on the infusion network only.
28 | Amara Okonkwo | 0002 | owns | -
40 | Jonas Bergström | 0004 | owns | -
40 | Jonas Bergström | 0004 | reviews | Respiratory therapy has the update; six units follow when they come back from loan.
40 | Amara Okonkwo | 0007 | owns | -
40 | Amara Okonkwo | 0007 | writes | Forged alarms were shown on the bench. The relays of Lindley Road go first.
48 | Amara Okonkwo | 0009 | owns | -
48 | Amara Okonkwo | 0010 | owns | -
48 | Jonas Bergström | 0008 | writes | The maker's field engineer has been asked for dates.
48 | Amara Okonkwo | 0012 | owns | -
48 | Amara Okonkwo | 0012 | reviews | Half of the monitors take the update over the air; the rest needs a visit.
48 | Amara Okonkwo | 0001 | reviews | General is done but for the pumps that nobody can find.
52 | Leila Farahani | 0011 | owns | -
52 | Amara Okonkwo | 0014 | owns | -
52 | Amara Okonkwo | 0018 | writes | Pharmacy will not load libraries over the network until the pumps are updated.
`;

// Week | who asks | weakness | says | justification | filter | until | approved by | reason
const VERDICTS = `
28 | Amara Okonkwo | 0006 | accepted | - | - | -20 | Jonas Bergström | The status page can change nothing that treats a patient
40 | Amara Okonkwo | 0004 | mitigated | - | - | 12 | Jonas Bergström | Ventilators talk to their gateway alone since the segments were drawn
40 | Jonas Bergström | 0009 | accepted | - | site:lindley | 45 | Amara Okonkwo | The children's hospital replaces its monitors in spring
48 | Amara Okonkwo | 0011 | accepted | - | - | 60 | Jonas Bergström | Updates are switched off until the maker answers
48 | Amara Okonkwo | 0002 | not-affected | inline_mitigations_already_exist | department:emergency | 200 | Jonas Bergström | Wireless is switched off on these monitors
52 | Amara Okonkwo | 0016 | mitigated | - | - | 60 | - | A rule of the firewall stops the service
52 | Jonas Bergström | 0008 | accepted | - | criticality:life-sustaining | 30 | - | No pump can be taken out of use before the new ones come
52 | Leila Farahani | 0015 | mitigated | - | - | 90 | - | Telemetry has an encrypted network of its own
`;

const orNull = (text: string) => (text === '-' ? null : text);

export const ALL_DEEDS: readonly Deed[] = [
  ...tableRows(DEEDS, 5).map(
    ([week, by, number, kind, text]): Deed => ({
      week: Number(week),
      by: by as string,
      weakness: `CVE-9999-${number as string}`,
      what:
        kind === 'owns'
          ? { kind }
          : { kind: kind === 'reviews' ? 'reviews' : 'writes', text: text as string },
    }),
  ),
  ...tableRows(VERDICTS, 9).map((row): Deed => {
    const [week, by, number, says, justification, filter, until, approvedBy, reason] = row as string[];
    return {
      week: Number(week),
      by: by as string,
      weakness: `CVE-9999-${number as string}`,
      what: {
        kind: 'asks',
        says: says as DecisionSaying,
        justification: orNull(justification as string) as Justification | null,
        filter: orNull(filter as string) ?? '',
        untilDays: Number(until),
        reason: reason as string,
        approvedBy: orNull(approvedBy as string),
      },
    };
  }),
];

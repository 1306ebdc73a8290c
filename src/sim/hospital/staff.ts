import type { Role } from '#engine/access';
import { tableRows } from './table.ts';

/** A person of the demonstration hospital. */
export interface Colleague {
  readonly name: string;
  readonly login: string;
  readonly title: string;
  readonly role: Role;
  /** Null: the whole hospital. */
  readonly scope: { readonly kind: 'site' | 'department' | 'vendor'; readonly id: string } | null;
}

// Name | title | role | scope
const TABLE = `
Amara Okonkwo | Vulnerability analyst | vulnerability-analyst | -
Jonas Bergström | Clinical engineering manager | clinical-engineer | -
Priya Raghunathan | Biomedical technician | technician | site Harbour Point General
Ngozi Adeyemi-Clarke | Chief information security officer, chairs the board | board-chair | -
Ricardo Villanueva | Radiology service lead, board member | board-member | -
Sinéad O'Rourke | Nurse manager, Intensive Care | clinical-leader | department Intensive Care
Wei-Han Liao | Privacy and compliance officer | compliance | -
Margarethe Vogel | Chief operating officer | executive | -
Yusuf Demir | Internal auditor | auditor | -
Hana Novotná | Systems administrator | administrator | -
Kofi Mensah | Clinical engineer, children's hospital | clinical-engineer | site Lindley Road Children's
Tui Parata | Field technician, dialysis | technician | department Dialysis
Leila Farahani | Analyst, imaging fleet | vulnerability-analyst | department Radiology
Inventory interface | Service account of the CMMS | service-account | -
`;

export const STAFF: readonly Colleague[] = tableRows(TABLE, 4).map((row) => {
  const [name, title, role, scope] = row as [string, string, Role, string];
  return { name, title, role, login: loginOf(name), scope: scopeOf(scope) };
});

/** Addresses under `.example` belong to nobody (RFC 2606). */
function loginOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
  return `${plain.replaceAll(/[^a-z]+/g, '.')}@harbourpoint.example`;
}

function scopeOf(text: string): Colleague['scope'] {
  if (text === '-') return null;
  const gap = text.indexOf(' ');
  return { kind: text.slice(0, gap) as 'site' | 'department' | 'vendor', id: text.slice(gap + 1) };
}

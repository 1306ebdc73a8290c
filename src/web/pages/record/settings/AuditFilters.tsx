import { Select, TextInput } from '@mantine/core';
import type { AuditSearch } from '../search.ts';
import { ACT_NOUNS } from '../act-words.ts';

interface AuditFiltersProps {
  readonly filter: AuditSearch;
  readonly onChange: (next: AuditSearch) => void;
}

/** Who, what kind of act, on what, and when. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const known = ACT_NOUNS.map(({ noun, words }) => ({ value: noun, label: words }));
  const { noun } = filter;
  const nouns =
    noun === undefined || known.some((it) => it.value === noun)
      ? known
      : [...known, { value: noun, label: noun }];
  return (
    <search className="filters no-print" aria-label="Filter the audit log">
      <div className="filter-row">
        <TextInput
          className="search-box"
          aria-label="Who"
          placeholder="Who"
          value={filter.who ?? ''}
          onChange={(event) => onChange({ who: event.currentTarget.value || undefined })}
        />
        <Select
          className="filter-select"
          aria-label="Action"
          placeholder="Any action"
          clearable
          searchable
          data={nouns}
          value={noun ?? null}
          onChange={(it) => onChange({ noun: it ?? undefined })}
        />
        <TextInput
          className="filter-select"
          aria-label="Id of the subject"
          placeholder="Id of a thing"
          value={filter.subjectId ?? ''}
          onChange={(event) => onChange({ subjectId: event.currentTarget.value || undefined })}
        />
        <TextInput
          className="filter-day"
          type="date"
          aria-label="From day"
          value={filter.from ?? ''}
          onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
        />
        <span className="second">to</span>
        <TextInput
          className="filter-day"
          type="date"
          aria-label="To day"
          value={filter.to ?? ''}
          onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
        />
      </div>
    </search>
  );
}

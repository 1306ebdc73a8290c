interface QuickFiltersProps {
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

const QUICK = [
  ['Critical', 'tier:critical'],
  ['Overdue', 'due:<today'],
  ['Due within 7 days', 'due:today..today+7d'],
  ['Exploited', 'exploited:yes'],
  ['Can’t be told', 'verdict:undetermined'],
  ['Sources disagree', 'disputed:yes'],
  ['Can’t be patched', 'readiness:unpatchable'],
  ['Decided', 'decided:yes'],
] as const;

/** Questions asked every day, one press each. They are terms of the filter and stand in it. */
export function QuickFilters({ filter, onChange }: QuickFiltersProps) {
  const terms = filter.split(/\s+/).filter((it) => it !== '');
  const toggle = (term: string) =>
    onChange((terms.includes(term) ? terms.filter((it) => it !== term) : [...terms, term]).join(' '));
  return (
    <fieldset className="quick-filters">
      <legend className="visually-hidden">Often asked</legend>
      {QUICK.map(([word, term]) => (
        <button
          key={term}
          type="button"
          className="quick"
          aria-pressed={terms.includes(term)}
          title={term}
          onClick={() => toggle(term)}
        >
          {word}
        </button>
      ))}
    </fieldset>
  );
}

interface QuickFiltersProps {
  /** What people call a question, and its term. */
  readonly questions: readonly (readonly [string, string])[];
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

/** Questions asked every day, one press each. They are terms of the filter and stand in it. */
export function QuickFilters({ questions, filter, onChange }: QuickFiltersProps) {
  const terms = filter.split(/\s+/).filter((it) => it !== '');
  const toggle = (term: string) =>
    onChange((terms.includes(term) ? terms.filter((it) => it !== term) : [...terms, term]).join(' '));
  return (
    <fieldset className="quick-filters">
      <legend className="visually-hidden">Quick filters</legend>
      {questions.map(([word, term]) => (
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

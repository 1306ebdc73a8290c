const STEPS = [
  ['file', 'File'],
  ['preview', 'Columns and preview'],
  ['apply', 'Apply'],
  ['rejects', 'Result and rejects'],
] as const;

/** Where in an import one is. */
export function ImportSteps({ at }: { readonly at: (typeof STEPS)[number][0] }) {
  const now = STEPS.findIndex(([step]) => step === at);
  return (
    <ol className="import-steps" aria-label="Steps of the import">
      {STEPS.map(([step, words], index) => (
        <li
          key={step}
          className={index < now ? 'past' : index === now ? 'now' : ''}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className="step-number" aria-hidden="true">
            {index < now ? '✓' : index + 1}
          </span>
          {words}
        </li>
      ))}
    </ol>
  );
}

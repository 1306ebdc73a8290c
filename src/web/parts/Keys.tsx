/** The keys of a list, where a person would look for them. */
export function Keys() {
  return (
    <p className="keys small muted no-print">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> move
      </span>
      <span>
        <kbd>Enter</kbd> why
      </span>
      <span>
        <kbd>/</kbd> search
      </span>
      <span>
        <kbd>Esc</kbd> close
      </span>
    </p>
  );
}

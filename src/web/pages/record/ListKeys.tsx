/** The keys of a list whose rows can be marked. */
export function ListKeys() {
  return (
    <p className="keys small muted no-print">
      <span>
        <kbd>/</kbd> filter
      </span>
      <span>
        <kbd>J</kbd> <kbd>K</kbd> move
      </span>
      <span>
        <kbd>X</kbd> mark
      </span>
      <span>
        <kbd>Shift</kbd> <kbd>X</kbd> range
      </span>
      <span>
        <kbd>Enter</kbd> open
      </span>
    </p>
  );
}

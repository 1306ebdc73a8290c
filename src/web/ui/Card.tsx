import { type ReactNode, useId } from 'react';

interface CardProps {
  readonly title: string;
  /** Beside the title, quieter. */
  readonly note?: ReactNode;
  /** Links and buttons at the right of the head. */
  readonly acts?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A surface with a head, a body and perhaps a line below that says what the numbers mean. */
export function Card({ title, note, acts, footer, className = '', children }: CardProps) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="muted small">{note}</span>}
        {acts !== undefined && <span className="acts">{acts}</span>}
      </header>
      {children}
      {footer !== undefined && <footer>{footer}</footer>}
    </section>
  );
}

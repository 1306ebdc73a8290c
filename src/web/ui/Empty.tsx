import type { ReactNode } from 'react';

/** What stands where a list has nothing to show: why, and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="strong">{title}</p>
      {children !== undefined && <div className="muted">{children}</div>}
    </div>
  );
}

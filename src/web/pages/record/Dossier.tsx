import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTellCrumb } from '../../parts/crumb.ts';
import { PendingPage } from '../../ui/PendingPage.tsx';

interface DossierProps<T> {
  /** As the address has it. */
  readonly id: string;
  /** "advisory". */
  readonly noun: string;
  readonly list: { readonly to: '/advisories' | '/recalls' | '/vulnerabilities'; readonly label: string };
  readonly data: (T & { readonly id: string }) | undefined;
  readonly error: Error | null;
  readonly head: (it: T) => ReactNode;
  /** What is said of it, and which devices it means. */
  readonly main: (it: T) => ReactNode;
  /** What people do about it. */
  readonly side: (it: T) => ReactNode;
}

/** The page of one advisory, vulnerability or recall. */
export function Dossier<T>({ id, noun, list, data, error, head, main, side }: DossierProps<T>) {
  useTellCrumb(data?.id ?? null);
  if (error !== null || data === undefined)
    return <PendingPage title={id} what={noun} error={error} back={<Link to={list.to}>{list.label}</Link>} />;
  return (
    <div className="page">
      <title>{`${data.id} · Patchward`}</title>
      {head(data)}
      <div className="columns">
        <div className="stack">{main(data)}</div>
        <div className="stack">{side(data)}</div>
      </div>
    </div>
  );
}

interface DossierHeadProps {
  readonly title: string;
  /** How it stands, in a line. */
  readonly facts: ReactNode;
  /** What it is, in a sentence or two. */
  readonly children?: ReactNode;
}

export function DossierHead({ title, facts, children }: DossierHeadProps) {
  return (
    <div className="head">
      <div className="dossier-head">
        <h1>{title}</h1>
        <p className="row-wrap second">{facts}</p>
        {children}
      </div>
    </div>
  );
}

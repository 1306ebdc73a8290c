import type { Scope } from '#engine/access';
import type { FindingSelection } from '#store/findings';
import type { Context } from '../context.ts';
import { filterOf } from './findings.ts';

/** The findings that a decision speaks of. */
export function decidedSelection(
  ctx: Context,
  {
    vulnerability,
    filter,
    scopes,
  }: { readonly vulnerability: string; readonly filter: string; readonly scopes: readonly Scope[] },
): FindingSelection {
  const devices = filterOf(ctx, filter);
  const its = { kind: 'equals', field: 'vulnerability', value: vulnerability } as const;
  return {
    filter: devices === null ? its : { kind: 'all', of: [its, devices] },
    scopes,
    decided: 'both',
  };
}

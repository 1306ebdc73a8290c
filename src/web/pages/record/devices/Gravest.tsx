import type { DeviceRow } from '#contract/inventory/device';
import { TierPill } from '../../../parts/states.tsx';
import { StateText } from '../../../ui/StateShape.tsx';

/** The gravest of what is open; that nothing is known to be open is never shown as safety. */
export function Gravest({ risk }: Pick<DeviceRow, 'risk'>) {
  if (risk === null) return <span className="muted">not matched</span>;
  if (risk.tier !== null) return <TierPill tier={risk.tier} />;
  if (risk.undetermined > 0)
    return (
      <StateText shape="dashed" tone="warn">
        Can’t be told
      </StateText>
    );
  return <span className="muted">{risk.isKnown ? 'none known' : 'in no feed'}</span>;
}

import { NumberInput, SegmentedControl } from '@mantine/core';
import type { PickupRulesView } from '#contract/inventory/pickup';

interface PickupRulesFieldsProps {
  readonly rules: PickupRulesView;
  readonly disabled: boolean;
  readonly onChange: (it: PickupRulesView) => void;
}

const LIMITS = [
  { key: 'createdPctMax', label: 'New devices, at most' },
  { key: 'changedPctMax', label: 'Changed devices, at most' },
  { key: 'rejectedPctMax', label: 'Rejected rows, at most' },
  { key: 'shorterPctMax', label: 'Shorter than the last, at most' },
] as const satisfies readonly { key: keyof PickupRulesView; label: string }[];

/** What a file may do without a person. */
export function PickupRulesFields({ rules, disabled, onChange }: PickupRulesFieldsProps) {
  return (
    <fieldset className="stack headers">
      <legend className="small second">
        Without a person. The first file, and one that lacks a column of the last, always waits.
      </legend>
      <SegmentedControl
        aria-label="What is applied without a person"
        disabled={disabled}
        data={[
          { value: 'within', label: 'Apply within limits' },
          { value: 'never', label: 'Every file waits' },
        ]}
        value={rules.apply}
        onChange={(it) => onChange({ ...rules, apply: it === 'never' ? it : 'within' })}
      />
      {rules.apply === 'within' && (
        <div className="field-grid">
          {LIMITS.map(({ key, label }) => (
            <NumberInput
              key={key}
              label={label}
              suffix=" %"
              min={0}
              max={100}
              clampBehavior="strict"
              hideControls
              disabled={disabled}
              value={rules[key]}
              onChange={(it) => onChange({ ...rules, [key]: Number(it) || 0 })}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

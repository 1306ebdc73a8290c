import { ActionIcon, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { usePlaces } from '../data.ts';
import { Card } from '../ui/Card.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { PlaceTable } from './PlaceTable.tsx';
import { TIER_LOOKS } from './states.tsx';
import { StateText } from '../ui/StateShape.tsx';

// The chart library is as large as the rest of the app; only who looks at a chart waits for it.
const RiskTreemap = lazy(async () => import('./RiskTreemap.tsx'));

/** Open risk by site and department, as areas or as rows. */
export function RiskMap({ id }: { readonly id: string }) {
  const [asTable, setAsTable] = useState(false);
  const { data, error } = usePlaces(id);
  const navigate = useNavigate();
  const label = asTable ? 'Show as map' : 'Show as table';
  const toggle = (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size={28} aria-label={label} onClick={() => setAsTable(!asTable)}>
        <Icon name={asTable ? 'map' : 'table'} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Card
      title="Open risk by site › department"
      acts={toggle}
      footer="Area: sum of the scores of affected findings. Shape: highest tier present. Stronger: more critical findings on each device. Areas without a name are in the table. What can’t be told has no area."
    >
      <div className="card-body">
        {error !== null && <Empty title="The map could not be read">{error.message}</Empty>}
        {data === undefined && error === null && <Waiting lines={8} />}
        {data !== undefined && data.items.length === 0 && <Empty title="No open risk in any department" />}
        {data !== undefined && data.items.length > 0 && asTable && <PlaceTable id={id} places={data.items} />}
        {data !== undefined && data.items.length > 0 && !asTable && (
          <>
            <Suspense fallback={<Waiting lines={10} label="Loading chart" />}>
              <RiskTreemap
                places={data.items}
                onOpen={(search) =>
                  void navigate({ to: '/assessments/$id/findings', params: { id }, search })
                }
              />
            </Suspense>
            <p className="legend">
              {(['critical', 'high', 'unscored', 'medium', 'low'] as const).map((tier) => (
                <StateText key={tier} shape={TIER_LOOKS[tier].shape} tone={TIER_LOOKS[tier].tone}>
                  {TIER_LOOKS[tier].word}
                </StateText>
              ))}
            </p>
          </>
        )}
      </div>
    </Card>
  );
}

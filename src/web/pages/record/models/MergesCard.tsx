import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { MergeView } from '#contract/inventory/model';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

interface MergesCardProps {
  readonly noun: 'vendor' | 'model';
  readonly it: {
    readonly id: string;
    readonly name: string;
    readonly devices: number;
    readonly names: readonly string[];
    readonly merges: readonly MergeView[];
  };
}

/** The names under which devices speak of a vendor or model; it can be put into another, and taken out again. */
export function MergesCard({ noun, it }: MergesCardProps) {
  const acting = useActing();
  const client = useQueryClient();
  const navigate = useNavigate();
  const reasonNot = useReasonNot('inventory.reconcile');
  const [into, setInto] = useState<string | null>(null);
  const merge = (target: string) =>
    acting.run(async () => {
      await call(noun === 'model' ? api.mergeModel : api.mergeVendor, {
        params: { id: it.id },
        body: { into: target },
      });
      await client.invalidateQueries();
      if (noun === 'model') await navigate({ to: '/models/$modelId', params: { modelId: target } });
      else await navigate({ to: '/vendors/$vendorId', params: { vendorId: target } });
    });
  const undo = (mergeId: string) =>
    acting.run(async () => {
      const route = noun === 'model' ? api.undoModelMerge : api.undoVendorMerge;
      await call(route, { params: { id: it.id, mergeId } });
      await client.invalidateQueries();
    });
  return (
    <Card
      title="Names"
      note={countOf(it.names.length, 'name')}
      footer={`Devices find their ${noun} by these names. A merge moves names and devices; what is kept of the merged ${noun} is there again once the merge is undone.`}
    >
      <div className="card-body stack">
        <ul className="chips">
          {it.names.map((name) => (
            <li key={name} className="tag">
              {name}
            </li>
          ))}
        </ul>
        {it.merges.map((each) => (
          <div key={each.id} className="row-wrap">
            <span className="second">{`${countOf(each.names, 'name')} merged in ${moment(each.at)} by ${each.by}`}</span>
            <ActButton variant="default" size="xs" disabledReason={reasonNot} onClick={() => undo(each.id)}>
              Undo merge
            </ActButton>
          </div>
        ))}
        <div className="row-wrap">
          <NounSelect noun={noun} not={it.id} value={into} onChange={setInto} />
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={reasonNot ?? (into === null ? `Choose the ${noun} that takes its place` : null)}
            onClick={() => {
              if (into !== null) merge(into);
            }}
          >
            {`Merge ${countOf(it.devices, 'device')}`}
          </ActButton>
        </div>
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        )}
      </div>
    </Card>
  );
}

interface NounSelectProps {
  readonly noun: 'vendor' | 'model';
  readonly not: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Searches on the server while a person types. */
function NounSelect({ noun, not, value, onChange }: NounSelectProps) {
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed, 250);
  const filter = words.trim() === '' ? '' : `"${words.replaceAll('"', '')}"`;
  const { data } = useQuery({
    queryKey: [`${noun}-search`, filter],
    queryFn: async ({ signal }) => {
      if (noun === 'vendor') {
        const { items } = await call(api.listVendors, { query: { filter, limit: 20 } }, { signal });
        return items.map((it) => ({ value: it.id, label: it.name }));
      }
      const { items } = await call(api.listModels, { query: { filter, limit: 20 } }, { signal });
      return items.map((it) => ({
        value: it.id,
        label: it.vendor === null ? it.name : `${it.vendor.name} ${it.name}`,
      }));
    },
    staleTime: 0,
  });
  return (
    <Select
      className="noun-select"
      label={`Merge into ${noun === 'vendor' ? 'another vendor' : 'another model'}`}
      placeholder="Type a name"
      searchable
      data={(data ?? []).filter((it) => it.value !== not)}
      value={value}
      filter={({ options }) => options}
      onChange={onChange}
      onSearchChange={setTyped}
      nothingFoundMessage="No match"
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#contract/client';
import * as customApi from '#contract/inventory/custom-field-routes';
import type { CustomFieldView } from '#contract/inventory/custom-field-routes';
import * as api from '#contract/inventory/routes';
import { customFilterFields } from '#engine/custom-fields';
import { DEVICE_FILTER_FIELDS } from '#engine/filter';
import type { FilterWords } from '../FilterBox.tsx';

const NONE: readonly CustomFieldView[] = [];

export function useCustomFields(): readonly CustomFieldView[] {
  const { data } = useQuery({
    queryKey: ['custom-fields'],
    queryFn: ({ signal }) => call(customApi.listCustomFields, {}, { signal }),
    staleTime: 60_000,
  });
  return data?.items ?? NONE;
}

/** What a filter of devices can say, custom fields among it. */
export function useDeviceWords(): FilterWords {
  const custom = useCustomFields();
  return useMemo(
    () => ({ fields: { ...DEVICE_FILTER_FIELDS, ...customFilterFields(custom) }, valuesOf }),
    [custom],
  );
}

type ValueField = (typeof api.VALUE_FIELDS)[number];

async function valuesOf(field: string, text: string, signal: AbortSignal): Promise<readonly string[]> {
  if (field === 'tag') {
    const { items } = await call(customApi.listTags, { query: { text, limit: 12 } }, { signal });
    return items.map((it) => it.name);
  }
  if (!(api.VALUE_FIELDS as readonly string[]).includes(field)) return [];
  const { items } = await call(
    api.listDeviceValues,
    { query: { field: field as ValueField, text } },
    { signal },
  );
  return items.map((it) => it.value);
}

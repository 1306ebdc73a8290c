import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/people/colleague-routes';

interface ColleagueSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Somebody who can be given work; searched on the server while a person types. */
export function ColleagueSelect({ label, value, onChange }: ColleagueSelectProps) {
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 250);
  const { data } = useQuery({
    queryKey: ['colleagues', text],
    queryFn: ({ signal }) => call(api.listColleagues, { query: { text } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return (
    <Select
      label={label}
      placeholder="Type a name"
      searchable
      comboboxProps={{ withinPortal: false }}
      data={(data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))}
      filter={({ options }) => options}
      value={value}
      onChange={(id) => {
        onChange(id);
        setTyped('');
      }}
      onSearchChange={(it) => {
        if (value === null) setTyped(it);
      }}
      nothingFoundMessage="No match"
    />
  );
}

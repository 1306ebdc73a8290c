import { CloseButton, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { TIERS, type Tier } from '#engine/words';
import { useActions, useAssessment, usePlaces } from '../data.ts';
import type { FindingsSearch } from '../search.ts';
import { Icon } from '../ui/Icon.tsx';
import { StateShape } from '../ui/StateShape.tsx';
import { whole } from '../ui/words.ts';
import { useDensity } from './density.ts';
import { TIER_LOOKS } from './states.tsx';

interface FindingFiltersProps {
  readonly id: string;
  readonly search: FindingsSearch;
  readonly onChange: (next: Partial<FindingsSearch>) => void;
}

/** Narrows the list. Everything chosen stands in the address. */
export function FindingFilters({ id, search, onChange }: FindingFiltersProps) {
  const [density, setDensity] = useDensity();
  return (
    <search className="filters no-print" aria-label="Filter findings">
      <div className="filter-row">
        <SearchBox value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
        <TierToggles id={id} search={search} onChange={onChange} />
      </div>
      <div className="filter-row">
        <SegmentedControl
          aria-label="Verdict"
          size="xs"
          data={[
            { value: 'all', label: 'All' },
            { value: 'affected', label: 'Affected' },
            { value: 'undetermined', label: 'Can’t be told' },
          ]}
          value={search.verdict ?? 'all'}
          onChange={(it) =>
            onChange({ verdict: it === 'all' ? undefined : (it as FindingsSearch['verdict']) })
          }
        />
        <PlaceFilters id={id} search={search} onChange={onChange} />
        <Select
          aria-label="Due"
          placeholder="Due any time"
          clearable
          className="filter-select"
          data={[
            { value: 'overdue', label: 'Overdue' },
            { value: 'week', label: 'Due within 7 days' },
            { value: 'month', label: 'Due within 30 days' },
          ]}
          value={search.due ?? null}
          onChange={(it) => onChange({ due: (it ?? undefined) as FindingsSearch['due'] })}
        />
        <SegmentedControl
          className="push wide-only"
          aria-label="Density"
          size="xs"
          data={[
            { value: 'roomy', label: 'Roomy' },
            { value: 'dense', label: 'Dense' },
          ]}
          value={density}
          onChange={(it) => setDensity(it === 'roomy' ? 'roomy' : 'dense')}
        />
      </div>
      {search.disputed !== undefined && (
        <p className="chip">
          Only where sources disagree
          <CloseButton
            size={24}
            aria-label="Show findings on which sources agree too"
            onClick={() => onChange({ disputed: undefined })}
          />
        </p>
      )}
      {search.action !== undefined && (
        <p className="chip">
          Only what this action clears: <ActionTitle id={id} action={search.action} />
          <CloseButton
            size={24}
            aria-label="Show what other actions clear too"
            onClick={() => onChange({ action: undefined })}
          />
        </p>
      )}
    </search>
  );
}

/** The id stands in the address; people know an act by its title. */
function ActionTitle({ id, action }: { readonly id: string; readonly action: string }) {
  const { data } = useActions(id);
  const found = data?.pages.flatMap((it) => it.items).find((it) => it.id === action);
  return <b className="cut">{found?.title ?? action}</b>;
}

/** Waits for a pause in typing, so that the server is not asked for every letter. */
const PAUSE_MILLIS = 250;

export function SearchBox(props: { readonly value: string; readonly onChange: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(props.onChange, PAUSE_MILLIS);
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={input}
      type="search"
      className="search-box"
      aria-label="Search device, model, CVE or reason"
      placeholder="Device, model, CVE or reason"
      leftSection={<Icon name="search" />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

function TierToggles({ id, search, onChange }: FindingFiltersProps) {
  const { data } = useAssessment(id);
  const chosen: readonly Tier[] = search.tier ?? [];
  const toggle = (tier: Tier) => {
    const next = chosen.includes(tier) ? chosen.filter((it) => it !== tier) : [...chosen, tier];
    onChange({ tier: next.length === 0 ? undefined : next });
  };
  return (
    <div className="tier-toggles" role="group" aria-label="Tier">
      {TIERS.map((tier) => {
        const { shape, tone, word } = TIER_LOOKS[tier];
        return (
          <button
            key={tier}
            type="button"
            className={`toggle ${tone}`}
            aria-pressed={chosen.includes(tier)}
            onClick={() => toggle(tier)}
          >
            <StateShape shape={shape} />
            {word} <span className="toggle-count">{whole(data?.summary?.byTier[tier] ?? 0)}</span>
          </button>
        );
      })}
    </div>
  );
}

function PlaceFilters({ id, search, onChange }: FindingFiltersProps) {
  const { data } = usePlaces(id);
  const places = data?.items ?? [];
  const sites = [...new Set(places.map((it) => it.site))].sort();
  const departments = [
    ...new Set(
      places.filter((it) => search.site === undefined || it.site === search.site).map((it) => it.department),
    ),
  ].sort();
  return (
    <>
      <Select
        aria-label="Site"
        placeholder="Any site"
        clearable
        searchable={sites.length > 8}
        className="filter-select"
        data={sites}
        value={search.site ?? null}
        onChange={(it) => onChange({ site: it ?? undefined, department: undefined })}
      />
      <Select
        aria-label="Department"
        placeholder="Department"
        clearable
        searchable={departments.length > 8}
        className="filter-select"
        data={departments}
        value={search.department ?? null}
        onChange={(it) => onChange({ department: it ?? undefined })}
      />
    </>
  );
}

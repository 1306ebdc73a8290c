import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as api from '#contract/inventory/model-file-routes';
import { call } from '#contract/client';
import type { ModelDetail } from '#contract/inventory/model';
import type { SbomView } from '#contract/inventory/model-files';
import { addressOf } from '#contract/kit';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';
import { ModelUploadCard } from './ModelUploadCard.tsx';
import { sendFile } from '../send-file.ts';

/** Bills of materials by version: uploaded, compared, downloaded. */
export function ModelSbomsTab({ it: { id } }: { readonly it: ModelDetail }) {
  const { data, error } = useQuery({
    queryKey: ['sboms', id],
    queryFn: ({ signal }) => call(api.listSboms, { params: { id } }, { signal }),
    staleTime: 0,
  });
  return (
    <div className="stack">
      <ModelUploadCard
        title="Bills of materials"
        note={data === undefined ? undefined : countOf(data.total, 'version')}
        footer="CycloneDX or SPDX. Devices of the same version have its components, unless a source of their own claims the whole list."
        versionLabel="Software version it lists"
        versionHint="as the file says, else any"
        pick={{ label: 'Choose a bill of materials', title: 'Upload a bill of materials' }}
        problem={error?.message ?? null}
        onSend={(file, fields) => sendFile(api.uploadSbom, { params: { id } }, file, fields)}
      >
        {data?.total === 0 && (
          <Empty title="No bill of materials yet">
            Without one, weaknesses in components of these devices cannot be told.
          </Empty>
        )}
        {data !== undefined && data.total > 0 && <SbomsTable sboms={data.items} />}
      </ModelUploadCard>
      {data !== undefined && data.total > 0 && <ComponentsOf sboms={data.items} />}
      {data !== undefined && data.total > 1 && <CompareCard sboms={data.items} />}
    </div>
  );
}

function SbomsTable({ sboms }: { readonly sboms: readonly SbomView[] }) {
  return (
    <TableScroll label="Bills of materials">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Version</th>
            <th className="right">Components</th>
            <th className="wide-only">Whole list</th>
            <th className="wide-only">Uploaded</th>
            <th>File</th>
          </tr>
        </thead>
        <tbody>
          {sboms.map((it) => (
            <tr key={it.id}>
              <td className="strong">{it.version ?? 'any'}</td>
              <td className="right">{whole(it.count)}</td>
              <td className="second wide-only">{it.isComplete ? 'claimed' : 'not claimed'}</td>
              <td className="second wide-only">{`${moment(it.at)}, ${it.by}`}</td>
              <td className="break">
                <a href={addressOf(api.downloadSbom, { params: { id: it.id } })} download>
                  {it.file}
                </a>{' '}
                <span className="muted small">{it.format}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

const nameOf = (it: SbomView): string => (it.version === null ? 'any version' : it.version);

function optionsOf(sboms: readonly SbomView[]) {
  return sboms.map((it) => ({ value: it.id, label: nameOf(it) }));
}

function ComponentsOf({ sboms }: { readonly sboms: readonly SbomView[] }) {
  const [chosen, setChosen] = useState(sboms[0]?.id ?? '');
  const id = sboms.some((it) => it.id === chosen) ? chosen : (sboms[0]?.id ?? '');
  const { data } = useQuery({
    queryKey: ['sbom', id],
    queryFn: ({ signal }) => call(api.readSbom, { params: { id } }, { signal }),
  });
  return (
    <Card
      title="Components"
      note={data === undefined ? undefined : countOf(data.count, 'component')}
      acts={
        <Select
          aria-label="Version"
          size="xs"
          allowDeselect={false}
          data={optionsOf(sboms)}
          value={id}
          onChange={(it) => setChosen(it ?? '')}
        />
      }
    >
      <TableScroll label="Components">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Name</th>
              <th>Version</th>
              <th className="wide-only">Maker</th>
              <th className="wide-only">Identifier</th>
            </tr>
          </thead>
          <tbody>
            {data?.components.map((it) => (
              <tr key={JSON.stringify(it)}>
                <td className="strong break">{it.name}</td>
                <td className="mono">{it.version ?? 'not known'}</td>
                <td className="second wide-only">{it.vendor ?? 'not stated'}</td>
                <td className="mono small break wide-only">{it.purl ?? it.cpe ?? 'none'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function CompareCard({ sboms }: { readonly sboms: readonly SbomView[] }) {
  const [from, setFrom] = useState(sboms[1]?.id ?? '');
  const [to, setTo] = useState(sboms[0]?.id ?? '');
  const { data } = useQuery({
    queryKey: ['sbom-difference', from, to],
    queryFn: ({ signal }) => call(api.compareSboms, { params: { id: to }, query: { from } }, { signal }),
  });
  const rows = [
    ...(data?.changed.map((it) => ({
      what: 'changed',
      name: it.before.name,
      before: it.before.version,
      after: it.after.version,
    })) ?? []),
    ...(data?.added.map((it) => ({ what: 'added', name: it.name, before: null, after: it.version })) ?? []),
    ...(data?.removed.map((it) => ({ what: 'removed', name: it.name, before: it.version, after: null })) ??
      []),
  ];
  return (
    <Card
      title="What changed between versions"
      note={data === undefined ? undefined : countOf(rows.length, 'difference')}
      acts={
        <span className="row">
          <Select
            aria-label="Earlier version"
            size="xs"
            allowDeselect={false}
            data={optionsOf(sboms)}
            value={from}
            onChange={(it) => setFrom(it ?? from)}
          />
          to
          <Select
            aria-label="Later version"
            size="xs"
            allowDeselect={false}
            data={optionsOf(sboms)}
            value={to}
            onChange={(it) => setTo(it ?? to)}
          />
        </span>
      }
    >
      {data !== undefined && rows.length === 0 && <Empty title="Both list the same components" />}
      {rows.length > 0 && (
        <TableScroll label="Differences">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Component</th>
                <th>Before</th>
                <th>After</th>
                <th>What</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((it) => (
                <tr key={JSON.stringify(it)}>
                  <td className="strong break">{it.name}</td>
                  <td className="mono">{it.before === null ? '–' : (it.before ?? 'not known')}</td>
                  <td className="mono">{it.after === null ? '–' : (it.after ?? 'not known')}</td>
                  <td className="second">{it.what}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

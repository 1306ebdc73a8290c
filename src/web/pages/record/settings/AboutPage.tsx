import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { addressOf, type Answer } from '#contract/kit';
import { useAbout } from '../../../data.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf } from '../../../ui/words.ts';

/** Which Patchward this is, and what it is made of. */
export function AboutPage() {
  const about = useAbout();
  const { data, error } = useQuery({
    queryKey: ['own-sbom'],
    queryFn: ({ signal }) => call(api.readOwnSbom, {}, { signal }),
  });
  const version = about.data?.version ?? '';
  return (
    <div className="page narrow">
      <title>About · Patchward</title>
      <div className="head">
        <div>
          <h1>{`Patchward ${version}`}</h1>
          <p className="muted">
            Patch management for hospital device fleets. Free software under the Apache License 2.0.
          </p>
        </div>
        <div className="head-acts">
          <a className="button-link" href={addressOf(api.readOpenApi, {})} target="_blank" rel="noreferrer">
            API description
          </a>
          <a
            className="button-link"
            download={`patchward-${version}.cdx.json`}
            href={addressOf(api.readOwnSbom, {})}
          >
            <Icon name="down" size={14} />
            SBOM (CycloneDX)
          </a>
        </div>
      </div>
      <div className="stack">
        <Card title="This server">
          <dl className="card-body plain-list">
            <div>
              <dt>Advisories from</dt>
              <dd>{about.data?.feeds ?? '…'}</dd>
            </div>
            <div>
              <dt>What it sends out</dt>
              <dd>Nothing by itself: no telemetry, no fonts or scripts from elsewhere.</dd>
            </div>
          </dl>
        </Card>
        <Card
          title="Made of"
          note={data === undefined ? undefined : countOf(data.components.length, 'package')}
          footer="Read from the lock file this server was installed by, so it is what runs. Hashes are in the download."
        >
          <Pending what="parts" lines={8} data={data} error={error} />
          {data !== undefined && <PartsTable parts={data.components} />}
        </Card>
      </div>
    </div>
  );
}

type Parts = Answer<typeof api.readOwnSbom>['components'];

const SHOWN_FIRST = 20;

function PartsTable({ parts }: { readonly parts: Parts }) {
  const [all, setAll] = useState(false);
  const licences = new Map<string, number>();
  for (const it of parts) licences.set(licenceOf(it), (licences.get(licenceOf(it)) ?? 0) + 1);
  const byUse = [...licences].toSorted((a, b) => b[1] - a[1]);
  return (
    <>
      <p className="card-body row-wrap">
        {byUse.map(([name, count]) => (
          <span key={name} className="second">
            <b>{count}</b> {name}
          </span>
        ))}
      </p>
      <TableScroll label="Parts">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Package</th>
              <th>Version</th>
              <th>Licence</th>
            </tr>
          </thead>
          <tbody>
            {parts.slice(0, all ? parts.length : SHOWN_FIRST).map((it) => (
              <tr key={it.purl}>
                <td className="mono break">{it.name}</td>
                <td className="mono">{it.version}</td>
                <td className="second">{licenceOf(it)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {!all && parts.length > SHOWN_FIRST && (
        <p className="card-body no-print">
          <button type="button" className="link" onClick={() => setAll(true)}>
            {`Show all ${parts.length}`}
          </button>
        </p>
      )}
    </>
  );
}

function licenceOf({ licenses }: Parts[number]): string {
  return licenses?.[0]?.expression ?? 'none named';
}

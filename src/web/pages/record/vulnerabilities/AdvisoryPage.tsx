import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { AdvisoryDetail } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { valueText } from '#engine/filter';
import { TierPill } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import { Dossier, DossierHead } from '../Dossier.tsx';
import { AbsenceCard } from './AbsenceCard.tsx';
import { Here } from './AdvisoriesPage.tsx';
import { HistoryCard } from './HistoryCard.tsx';
import { CorrectNotice, NoticeCard } from './NoticeCard.tsx';
import { SourcesCard } from './SourcesCard.tsx';
import { TouchedDevicesCard, TouchesNothing } from './TouchedDevicesCard.tsx';
import { TriageCard } from './TriageActs.tsx';
import { Reached, ReviewText, VulnerabilityLink } from './vulnerability-columns.tsx';

/** One advisory: what it says of each weakness, what it offers, which devices rest on it and which do not. */
export function AdvisoryPage() {
  const { id } = useParams({ from: '/record/advisories/$id' });
  const { data, error } = useQuery({
    queryKey: ['advisory', id],
    queryFn: ({ signal }) => call(api.readAdvisory, { params: { id } }, { signal }),
    staleTime: 0,
  });
  const [correcting, setCorrecting] = useState(false);
  return (
    <Dossier<AdvisoryDetail>
      id={id}
      noun="advisory"
      list={{ to: '/advisories', label: 'All advisories' }}
      data={data}
      error={error}
      head={(it) => <Head it={it} />}
      main={(it) =>
        correcting ? <CorrectNotice id={id} onDone={() => setCorrecting(false)} /> : <WhatItSays it={it} />
      }
      side={(it) => (
        <>
          {it.here.length > 0 && <TriageCard rows={it.here} filter={filterOf(it)} />}
          <WeaknessesCard it={it} />
          {it.entered !== null && (
            <NoticeCard id={id} entered={it.entered} onCorrect={() => setCorrecting(true)} />
          )}
          <HistoryCard events={it.history} />
        </>
      )}
    />
  );
}

function filterOf({ id }: AdvisoryDetail): string {
  return `advisory:=${valueText(id)}`;
}

function WhatItSays({ it }: { readonly it: AdvisoryDetail }) {
  const its = filterOf(it);
  return (
    <>
      {it.affected + it.undetermined > 0 ? (
        <>
          <TouchedDevicesCard
            title="Affected devices"
            filter={`${its} verdict:affected`}
            empty="No device is known to be affected, or every such finding is decided."
            several
          />
          {it.undetermined > 0 && (
            <TouchedDevicesCard
              title="Devices of which it can’t be told"
              filter={`${its} verdict:undetermined`}
              empty="Every such finding is decided."
              several
            />
          )}
        </>
      ) : (
        <TouchesNothing />
      )}
      <AbsenceCard kind="advisory" about={it.id} />
      <SourcesCard
        title="What it says, and what it offers"
        words={it.words}
        heads="vulnerability"
        empty="The feeds have it no more"
      />
    </>
  );
}

function Head({ it }: { readonly it: AdvisoryDetail }) {
  return (
    <DossierHead
      title={it.title}
      facts={
        <>
          <span className="mono">{it.id}</span>
          <Here it={it} />
          {it.affected > 0 && <span>{countOf(it.affected, 'device')} affected</span>}
          {it.undetermined > 0 && <span>{countOf(it.undetermined, 'device')} can’t be told</span>}
          <span className="muted">
            {[it.publisher, it.revisedOn === null ? null : `revised ${day(it.revisedOn)}`]
              .filter((word) => word !== null)
              .join(' · ')}
          </span>
          {it.url !== null && /^https?:/i.test(it.url) && (
            <a href={it.url} target="_blank" rel="noreferrer">
              Original
            </a>
          )}
        </>
      }
    >
      {it.goneAt !== null && (
        <Notice tone="warn" title="The feeds have it no more">
          It was last read before {moment(it.goneAt)}.
        </Notice>
      )}
    </DossierHead>
  );
}

function WeaknessesCard({ it }: { readonly it: AdvisoryDetail }) {
  const here = new Map(it.here.map((row) => [row.id, row]));
  return (
    <Card title="Weaknesses" note={countOf(it.vulnerabilities.length, 'weakness', 'weaknesses')}>
      {it.vulnerabilities.length === 0 && <Empty title="It names none" />}
      {it.vulnerabilities.length > 0 && (
        <TableScroll label="Weaknesses">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Weakness</th>
                <th>Here</th>
                <th className="right">Devices</th>
                <th>Review by</th>
              </tr>
            </thead>
            <tbody>
              {it.vulnerabilities.map((id) => {
                const row = here.get(id);
                return (
                  <tr key={id}>
                    <td>
                      <VulnerabilityLink it={row ?? { id, exploited: false }} />
                    </td>
                    <td>
                      {row === undefined ? (
                        <span className="muted">no device</span>
                      ) : (
                        <TierPill tier={row.tier} />
                      )}
                    </td>
                    <td className="right">
                      {row === undefined ? <span className="muted">–</span> : <Reached it={row} />}
                    </td>
                    <td>{row === undefined ? <span className="muted">–</span> : <ReviewText it={row} />}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

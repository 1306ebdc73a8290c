import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { call } from '#contract/client';
import type { AdvisoryDetail } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { valueText } from '#engine/filter';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { TierPill } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import { AbsenceCard } from './AbsenceCard.tsx';
import { Here } from './AdvisoriesPage.tsx';
import { HistoryCard } from './HistoryCard.tsx';
import { SourcesCard } from './SourcesCard.tsx';
import { TouchedDevicesCard } from './TouchedDevicesCard.tsx';
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
  useTellCrumb(data?.id ?? null);
  if (error !== null)
    return (
      <div className="page">
        <h1>{id}</h1>
        <Empty title="The advisory could not be read">
          <span>{error.message}</span>
          <Link to="/advisories">All advisories</Link>
        </Empty>
      </div>
    );
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={12} label="Loading advisory" />
      </div>
    );
  const its = `advisory:=${valueText(data.id)}`;
  const touches = data.affected + data.undetermined > 0;
  return (
    <div className="page">
      <title>{`${data.id} · Patchward`}</title>
      <Head it={data} />
      <div className="columns">
        <div className="stack">
          {touches ? (
            <>
              <TouchedDevicesCard
                title="Affected devices"
                filter={`${its} verdict:affected`}
                empty="No device is known to be affected, or every such finding is decided."
                several
              />
              {data.undetermined > 0 && (
                <TouchedDevicesCard
                  title="Devices of which it can’t be told"
                  filter={`${its} verdict:undetermined`}
                  empty="Every such finding is decided."
                  several
                />
              )}
            </>
          ) : (
            <Notice tone="idle" title="It touches no device here, as far as can be told">
              “Where it is not” states on what grounds, and for which devices nobody can tell.
            </Notice>
          )}
          <AbsenceCard kind="advisory" about={data.id} />
          <SourcesCard
            title="What it says, and what it offers"
            words={data.words}
            heads="vulnerability"
            empty="The feeds have it no more"
          />
        </div>
        <div className="stack">
          {data.here.length > 0 && <TriageCard rows={data.here} filter={its} />}
          <WeaknessesCard it={data} />
          <HistoryCard events={data.history} />
        </div>
      </div>
    </div>
  );
}

function Head({ it }: { readonly it: AdvisoryDetail }) {
  return (
    <div className="head">
      <div>
        <h1>{it.title}</h1>
        <p className="row-wrap second">
          <span className="mono">{it.id}</span>
          <Here it={it} />
          <span>{countOf(it.affected, 'device')} affected</span>
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
        </p>
        {it.goneAt !== null && (
          <Notice tone="warn" title="The feeds have it no more">
            It was last read before {moment(it.goneAt)}.
          </Notice>
        )}
      </div>
    </div>
  );
}

function WeaknessesCard({ it }: { readonly it: AdvisoryDetail }) {
  const here = new Map(it.here.map((row) => [row.id, row]));
  return (
    <Card title="Weaknesses" note={countOf(it.vulnerabilities.length, 'CVE')}>
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
                    <td className="right">{row !== undefined && <Reached it={row} />}</td>
                    <td>{row !== undefined && <ReviewText it={row} />}</td>
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

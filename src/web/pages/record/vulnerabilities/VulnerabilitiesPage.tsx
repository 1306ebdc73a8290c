import { Link, useNavigate } from '@tanstack/react-router';
import { call } from '#contract/client';
import type { VulnerabilityRow } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { Empty } from '../../../ui/Empty.tsx';
import { NounList } from '../NounList.tsx';
import { VULNERABILITY_COLUMNS, VulnerabilityCard } from './vulnerability-columns.tsx';

const QUESTIONS = [
  ['Critical', 'tier:critical'],
  ['Exploited', 'exploited:yes'],
  ['Not decided', 'open:yes'],
  ['Can’t be told', 'undetermined:>0'],
  ['Unassigned', 'owner:none'],
  ['Review due', 'review:<=today'],
  ['New this week', 'since:>=today-7d'],
] as const;

/** Every vulnerability that touches a device here. */
export function VulnerabilitiesPage() {
  const navigate = useNavigate();
  return (
    <NounList<VulnerabilityRow>
      title="Vulnerabilities"
      one="vulnerability"
      many="vulnerabilities"
      intro="those that touch a device here"
      placeholder="Words, or tier:critical exploited:yes owner:none devices:>10"
      questions={QUESTIONS}
      sort="-urgency"
      read={(query, signal) => call(api.listVulnerabilities, { query }, { signal })}
      columns={VULNERABILITY_COLUMNS}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/vulnerabilities/$id', params: { id: it.id } })}
      card={(it) => <VulnerabilityCard it={it} />}
      empty={
        <Empty title="No vulnerability touches a device">
          <span>
            They appear by themselves once an inventory and feeds have been read. That none does is no proof
            of safety: what no source names cannot be found.
          </span>
          <Link to="/advisories">Look at the advisories</Link>
        </Empty>
      }
    />
  );
}

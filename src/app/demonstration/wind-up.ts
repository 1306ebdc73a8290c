import { addDays } from '#sim/hospital/weeks';
import { countClearances } from '#store/clearances';
import { listRules } from '#store/pattern-rules';
import { countOverrides } from '#store/readiness-overrides';
import { listStatements } from '#store/absence-statements';
import { listNotices } from '#store/vendor-notices';
import type { Context } from '../context.ts';
import { decideOnClearance, requestClearance } from '../inventory/clearances.ts';
import { askForStatement } from '../vulnerabilities/absence-statements.ts';
import { matchRecalls } from '../vulnerabilities/match-recalls.ts';
import { makeRules } from '../vulnerabilities/pattern-rules.ts';
import {
  listDevicesOfRecall,
  listRecalls,
  settleRecall,
  setWorkOnRecall,
  tellCommunication,
} from '../vulnerabilities/recalls.ts';
import { sayReadiness } from '../vulnerabilities/readiness-overrides.ts';
import { enterNotice } from '../vulnerabilities/vendor-notices.ts';
import { asColleague } from './as-colleague.ts';
import { keepModelFiles } from './keep-model-files.ts';

const HOSPITAL = [{ kind: 'hospital' }] as const;

/** What people of the hospital have lately said and asked for; told once more after an interruption, none of it is twice. */
export async function windUp(ctx: Context): Promise<void> {
  await keepModelFiles(ctx);
  await sayWhatIsAffected(ctx);
  await sayWhatIsReady(ctx);
  await askForModels(ctx);
  await askWhatIsAbsent(ctx);
  await dealWithRecall(ctx, 'Updated on the bench and tested, work order 48211', 'waits:yes kind:recall');
  await enterLetters(ctx);
  await dealWithRecall(
    ctx,
    'Alarm tried after a power cut, work order 48236',
    'waits:yes kind:communication',
  );
}

const TOLD_DAYS_AGO = 12;

/** What makers wrote in letters, which no feed brings. */
async function enterLetters(ctx: Context): Promise<void> {
  const own = await asColleague(ctx, 'Amara Okonkwo');
  const publishedOn = addDays(ctx.now().toISOString().slice(0, 10), -TOLD_DAYS_AGO);
  if ((await listNotices(ctx.store.db)).length === 0)
    await enterNotice(own, {
      title: 'The service menu opens with a code that the manual prints (invented for the demonstration)',
      maker: 'Welch Allyn',
      products: [
        { model: 'Connex Vital Signs Monitor 6000', versions: '2.43.02 and earlier' },
        { model: 'Connex Integrated Wall System', versions: '2.43.02 and earlier' },
      ],
      cves: [],
      text: 'Anybody at the monitor can reach the service menu, read the network password and change how alarms are sent.',
      cvss: 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
      remedy: {
        kind: 'fix-planned',
        details: 'An update that asks for a code of the hospital is announced for spring',
      },
      workaround: 'Lock the monitor to its stand, and change the network password when it leaves the ward',
      url: null,
      publishedOn,
    });
  const told = { filter: 'kind:communication', sort: [], after: null, limit: 1 } as const;
  if ((await listRecalls(own, told)).items.length === 0)
    await tellCommunication(own, {
      title: 'Bed exit alarm may stay silent after a power cut (invented for the demonstration)',
      firm: 'Hillrom',
      product: 'Centrella Smart+',
      recallClass: null,
      reason: 'After a power cut the alarm shows as set, and does not sound until the bed is started anew.',
      action: 'Start each bed anew after a power cut, and try its alarm; the maker sends a new part.',
      publishedOn,
      codes: 'All serial numbers',
      url: null,
    });
  await matchRecalls(ctx);
}

/** The gravest one is in work, and dealt with on the first of several devices. */
async function dealWithRecall(ctx: Context, evidence: string, filter: string): Promise<void> {
  const own = await asColleague(ctx, 'Jonas Bergström');
  const gravest = { filter, sort: [{ column: 'class', falling: false }], after: null, limit: 1 } as const;
  const [recall] = (await listRecalls(own, gravest)).items;
  if (recall === undefined || recall.state !== 'open') return;
  await setWorkOnRecall(own, recall.id, { state: 'in-work', reason: null, ownerId: own.actor.id });
  const named = await listDevicesOfRecall(own, recall.id, { verdict: 'affected', after: null, limit: 2 });
  const [first, second] = named.items;
  if (first === undefined || second === undefined) return;
  await settleRecall(own, recall.id, {
    deviceIds: [first.deviceId],
    state: 'done',
    evidence,
  });
}

async function sayWhatIsAffected(ctx: Context): Promise<void> {
  if ((await listRules(ctx.store.db)).length > 0) return;
  await makeRules(await asColleague(ctx, 'Amara Okonkwo'), {
    filter: 'manufacturer:masimo model:rad-97',
    vulnerabilities: ['CVE-9999-0011'],
    advisories: [],
    reason: 'The maker wrote that this model takes its updates from the same server',
  });
}

const OVERRIDES = [
  {
    by: 'Jonas Bergström',
    filter: 'model:"servo-u" department:intensive',
    says: 'temporarily-unpatchable',
    reason: 'in-constant-use',
    rationale: 'Every ventilator of the unit is on a patient until the loaned ones arrive',
    days: 21,
  },
  {
    by: 'Leila Farahani',
    filter: 'criticality:diagnostic department:radiology',
    says: 'temporarily-unpatchable',
    reason: 'no-window',
    rationale: 'The scanners run day and night until the one on loan is back',
    days: 45,
  },
] as const;

async function sayWhatIsReady(ctx: Context): Promise<void> {
  if ((await countOverrides(ctx.store.db, HOSPITAL)) > 0) return;
  const today = ctx.now().toISOString().slice(0, 10);
  for (const { by, days, ...said } of OVERRIDES)
    await sayReadiness(await asColleague(ctx, by), {
      ...said,
      deviceId: null,
      expiresOn: addDays(today, days),
      ownerId: null,
    });
}

const WANTED = [
  {
    manufacturer: 'Draeger',
    model: 'Savina 300',
    need: 'Twelve ventilators for the winter ward',
    conditions: 'In a segment of their own until the maker has sent a bill of materials',
    reason: 'Supported until 2030, and the maker answers within days',
  },
  {
    manufacturer: 'Fisher & Paykel',
    model: 'Airvo 3',
    need: 'High-flow oxygen for the children’s hospital',
    conditions: null,
    reason: null,
  },
] as const;
const CLEARED_DAYS = 365;

async function askForModels(ctx: Context): Promise<void> {
  if ((await countClearances(ctx.store.db, { scopes: HOSPITAL, states: null, modelId: null })) > 0) return;
  const expiresOn = addDays(ctx.now().toISOString().slice(0, 10), CLEARED_DAYS);
  const asking = await asColleague(ctx, 'Jonas Bergström');
  for (const { manufacturer, model, need, conditions, reason } of WANTED) {
    const { id } = await requestClearance(asking, { manufacturer, model }, need);
    if (reason !== null)
      await decideOnClearance(await asColleague(ctx, 'Wei-Han Liao'), id, {
        decision: 'conditional',
        conditions,
        reason,
        expiresOn,
      });
  }
}

async function askWhatIsAbsent(ctx: Context): Promise<void> {
  const about = 'CVE-9999-0012';
  const any = { kind: null, about: null, madeFor: null };
  const asked = await listStatements(ctx.store.db, any, { before: null, limit: 1 });
  if (asked.length > 0) return;
  await askForStatement(await asColleague(ctx, 'Amara Okonkwo'), { kind: 'vulnerability', about });
}

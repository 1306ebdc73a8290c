import type { CvssVector, NoticeProduct, NoticeRemedy, VendorNotice } from '#engine/words';
import { severityWord } from './severity.ts';

/** A notice and where it stands in its life. */
export interface NumberedNotice extends VendorNotice {
  readonly id: string;
  /** Counts its revisions from one. */
  readonly version: number;
  readonly enteredByName: string;
  readonly enteredAt: Date;
  readonly changedAt: Date;
}

type Scored = Pick<CvssVector, 'version' | 'vector' | 'baseScore'>;

/**
 * The notice of a vendor as the CSAF 2.1 security advisory that its maker could have written. It is published by who entered it, and only
 * says what is affected: what a person copies does not clear a device.
 * Source: https://docs.oasis-open.org/csaf/csaf/v2.1/csaf-v2.1.html
 * @param cvss the vector it gives, with its score
 */
export function noticeCsaf(it: NumberedNotice, cvss: Scored | null): object {
  const products = it.products.map((product, i) => ({ ...product, productId: `P${i + 1}` }));
  const ids = products.map(({ productId }) => productId);
  const weakness = {
    title: it.title,
    notes: [{ category: 'description', text: it.text }],
    product_status: { known_affected: ids },
    ...(cvss === null ? {} : { metrics: [{ products: ids, content: scoreOf(cvss) }] }),
    remediations: [
      { ...remedyOf(it.remedy), product_ids: ids },
      ...(it.workaround === null
        ? []
        : [{ category: 'workaround', details: it.workaround, product_ids: ids }]),
    ],
  };
  return {
    $schema: 'https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json',
    document: documentOf(it),
    product_tree: { branches: [{ category: 'vendor', name: it.maker, branches: products.map(branchOf) }] },
    vulnerabilities:
      it.cves.length === 0
        ? [{ ...weakness, ids: [{ system_name: 'Notices entered by hand', text: it.id }] }]
        : it.cves.map((cve) => ({ ...weakness, cve })),
  };
}

function documentOf(it: NumberedNotice) {
  const entered = it.enteredAt.toISOString();
  const changed = it.changedAt.toISOString();
  const published = `${it.publishedOn}T00:00:00Z`;
  return {
    category: 'csaf_security_advisory',
    csaf_version: '2.1',
    lang: 'en',
    title: it.title,
    distribution: { tlp: { label: 'AMBER' } },
    publisher: {
      category: 'user',
      name: `${it.maker}, entered by ${it.enteredByName}`,
      namespace: 'urn:patchward:operator',
    },
    ...(it.url === null ? {} : { references: [{ category: 'self', summary: it.title, url: it.url }] }),
    tracking: {
      id: it.id,
      status: 'final',
      version: String(it.version),
      initial_release_date: published,
      current_release_date: it.version === 1 ? published : changed,
      revision_history: [
        { number: '1', date: published, summary: `Entered on ${entered.slice(0, 10)}` },
        ...(it.version === 1 ? [] : [{ number: String(it.version), date: changed, summary: 'Corrected' }]),
      ],
    },
  };
}

function branchOf({ model, versions, productId }: NoticeProduct & { readonly productId: string }) {
  const name = versions ?? 'vers:all/*';
  return {
    category: 'product_name',
    name: model,
    branches: [
      {
        // What is plainly one version is one; whatever else people write is a range, as far as it can be read.
        category: /^v?\d+(?:\.\d+)*$/i.test(name) ? 'product_version' : 'product_version_range',
        name,
        product: { product_id: productId, name: versions === null ? model : `${model} ${versions}` },
      },
    ],
  };
}

function scoreOf({ version, vector, baseScore }: Scored) {
  const score = { version, vectorString: vector, baseScore };
  if (version === '2.0') return { cvss_v2: score };
  const baseSeverity = severityWord(baseScore).toUpperCase();
  return { [version === '4.0' ? 'cvss_v4' : 'cvss_v3']: { ...score, baseSeverity } };
}

function remedyOf({ kind, details }: NoticeRemedy) {
  return { category: kind.replaceAll('-', '_'), details };
}

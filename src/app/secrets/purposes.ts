import type { SealedColumn } from '#store/sealed-secrets';
import { destinationPurposeOf, inboundPurposeOf } from '../destinations/secrets.ts';
import { keyPurpose } from '../feeds/sync.ts';
import { headersPurposeOf } from '../inventory/pickup-address.ts';
import { ANSWER_PURPOSE, REQUEST_PURPOSE } from '../once.ts';
import { authenticatorPurposeOf } from '../people/second-factor.ts';

/** What each secret that the database keeps in a column is encrypted for, by the id of its row. */
export const PURPOSES: Readonly<Record<SealedColumn, (id: string) => string>> = {
  'authenticator secret': authenticatorPurposeOf,
  'secret of a destination': destinationPurposeOf,
  'secret for writing back': inboundPurposeOf,
  'API key of a feed': keyPurpose,
  'headers of a pickup': headersPurposeOf,
  'kept request': () => REQUEST_PURPOSE,
  'kept answer': () => ANSWER_PURPOSE,
};

/** A feed did not bring what it should; the message says why, and what was there stays. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
}

/** What the caller of a cancelled request has at the end, where the system itself tells nothing more. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

import { CLIENTS, ClientName } from './client-name';
import { FAULTS, FaultName } from './faults';
import { DEFAULT_KIND, Kind } from './kind';

/** What a visitor wants to see. */
export interface Choice {
  readonly kind: Kind;
  readonly client: ClientName;
  /** How many requests each tab sends. */
  readonly count: number;
  readonly fault: FaultName;
  /** Whether all tabs send. */
  readonly together: boolean;
}

export const MOST_REQUESTS = 500;

const DEFAULT: Omit<Choice, 'kind'> = { client: 'axios', count: 50, fault: 'none', together: false };

/** Reads a choice from a query that anybody may have written. */
export function readChoice(query: URLSearchParams, kind: Kind): Choice {
  const [client, fault] = [query.get('client') ?? '', query.get('fault') ?? ''];

  return {
    kind,
    client: Object.hasOwn(CLIENTS, client) ? (client as ClientName) : DEFAULT.client,
    count: validCount(query.get('requests')) ?? DEFAULT.count,
    fault: Object.hasOwn(FAULTS, fault) ? (fault as FaultName) : DEFAULT.fault,
    together: query.has('together'),
  };
}

/** The page of a choice, to be shared. It names only what is not so by itself. */
export function urlOf({ kind, client, count, fault, together }: Choice): string {
  const query = new URLSearchParams({
    ...(kind === DEFAULT_KIND ? {} : { kind }),
    ...(client === DEFAULT.client ? {} : { client }),
    ...(count === DEFAULT.count ? {} : { requests: String(count) }),
    ...(fault === DEFAULT.fault ? {} : { fault }),
    ...(together ? { together: '' } : {}),
  });

  return query.size > 0 ? `/?${query}` : '/';
}

export function validCount(text: string | number | null): number | undefined {
  const count = Number(text ?? NaN);

  return Number.isInteger(count) && count >= 1 && count <= MOST_REQUESTS ? count : undefined;
}

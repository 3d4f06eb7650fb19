import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, Observable, of } from 'rxjs';
import { ClaimedNames } from '../session/claim-name';
import { Credentials } from '../session/credentials';
import { Exchanges } from '../session/exchanges';
import { provideSession } from '../session/provide-session';
import { RefreshLock } from '../session/refresh-lock';
import { Session } from '../session/session';
import { SessionEvent } from '../session/session-event';
import { SessionMemory } from '../session/session-memory';
import { BodySessionOptions, SessionOptions } from '../session/session-options';
import { provideTabs } from '../session/tabs/provide-tabs';
import { TabsOptions } from '../session/tabs/tabs-options';
import { TokenSet } from '../session/token-set';
import { answerOf } from './bare-session';

/** One application that shares its session with others of the same namespace, as another tab would. */
export interface TabOfTest {
  readonly session: Session;
  /** How often `refresh` was called, and with what. */
  readonly calls: TokenSet[];
  readonly ended: string[];
  readonly events: SessionEvent[];
  readonly token: () => string | undefined;
  /** What follows a 401 to a request that was sent then: see `RefreshLock.newerThan`. */
  readonly refused: (sentAt: number) => Promise<unknown>;
  /** Refreshes before there is need, as `withEarlyRefresh` does. */
  readonly early$: Observable<unknown>;
  /** What a request is sent with that begins now. */
  readonly ask: () => Observable<Credentials>;
  readonly close: () => void;
}

const open = new Set<TabOfTest>();
let namespaces = 0;

/** A name that no other spec has. */
export function newNamespace(): string {
  return `spec-${Date.now()}-${++namespaces}`;
}

/** Opens an application in this page; `refresh` answers what the test says. */
export function openTab(
  tabs: TabsOptions,
  options: Partial<SessionOptions<object>> = {},
  answers: () => Observable<unknown> | null = () => of({}),
): TabOfTest {
  const calls: TokenSet[] = [];
  const session = {
    tokens: 'body',
    refresh: (tokens: TokenSet) => {
      calls.push(tokens);
      return answers();
    },
    ...options,
  } as BodySessionOptions<object>;
  const injector = createEnvironmentInjector(
    [
      ClaimedNames, // another application may have the same
      provideTabs(tabs),
      provideSession<object>(session, () => ({ http: {}, baseURL: 'https://api.example', answerOf })),
    ],
    TestBed.inject(EnvironmentInjector),
  );
  const made: TabOfTest = {
    session: injector.get(Session),
    calls,
    ended: [],
    events: [],
    token: () => injector.get(SessionMemory).held.credentials.accessToken,
    refused: (sentAt) =>
      firstValueFrom(injector.get(RefreshLock).newerThan(injector.get(SessionMemory).held.credentials, sentAt)),
    early$: injector.get(RefreshLock).early$,
    ask: () => {
      const exchange = injector.get(Exchanges).begin();
      const ready = exchange.ready();

      return ready ? of(ready) : exchange.credentials$;
    },
    close: () => {
      if (open.delete(made)) injector.destroy();
    },
  };
  made.session.ended$.subscribe(({ reason }) => made.ended.push(reason));
  made.session.events$.subscribe((event) => made.events.push(event));
  open.add(made);

  return made;
}

/** Closes what {@link openTab} has opened, and removes what it has stored. */
export async function closeTabs(): Promise<void> {
  for (const tab of [...open]) tab.close();
  for (const { name } of (await globalThis.indexedDB?.databases()) ?? []) {
    if (name?.startsWith('ngx-axios:')) indexedDB.deleteDatabase(name);
  }
  for (const key of Object.keys(localStorage)) if (key.startsWith('ngx-axios:')) localStorage.removeItem(key);
}

/** Waits until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 5000; !isSo();) {
    if (performance.now() > end) throw new Error(`It never came to be so: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

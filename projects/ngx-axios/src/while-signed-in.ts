import { computed, Injector, ResourceParamsStatus, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { Session, SessionState } from 'ngx-axios/session';
import { ignoreElements, Observable, takeUntil } from 'rxjs';
import { Ask } from './create-resource';

/** Asks only while somebody is signed in, and anew when it is somebody else. */
export function whileSignedIn<Raw>(session: Session, phase: Signal<SessionPhase>, ask: Ask<Raw>): Ask<Raw> {
  return (context) => {
    const { phase: now } = phase();
    // Waits as a request would, and sends nothing: should there be nobody, it would go without credentials.
    if (now === 'restoring') return () => session.credentials$.pipe(ignoreElements());

    const source = now === 'signed-in' ? ask(context) : undefined;
    if (!source) throw ResourceParamsStatus.IDLE; // after `undefined` Angular keeps a value that the application has set

    return source;
  };
}

interface SessionPhase {
  readonly phase: SessionState['phase'];
}

/** Another object whenever somebody else is signed in, or nobody; not when a refresh begins or ends. */
export function sessionPhase(session: Session, injector: Injector, until$: Observable<unknown>): Signal<SessionPhase> {
  // Where one session replaces another, only its end tells: somebody is signed in before and after.
  const ended = toSignal(session.ended$.pipe(takeUntil(until$)), { injector });
  const phase = computed(() => session.state().phase);

  return computed(() => {
    ended();

    return { phase: phase() };
  });
}

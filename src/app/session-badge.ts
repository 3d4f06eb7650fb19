import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { SessionState } from 'ngx-axios';

const PHASES: Record<SessionState['phase'], string> = {
  restoring: 'Restoring',
  'signed-out': 'Signed out',
  'signed-in': 'Signed in',
};

@Component({
  selector: 'app-session-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="badge" role="status" [attr.data-tone]="tone()">{{ text() }}</span>`,
  styles: `
    .badge {
      display: inline-flex;
      align-items: center;
      gap: 0.45rem;
      min-inline-size: 6.5rem;
      color: var(--muted);
      font-size: 0.875rem;
      white-space: nowrap;
    }

    .badge::before {
      content: '';
      inline-size: 0.6rem;
      block-size: 0.6rem;
      border-radius: 50%;
      background: var(--line-strong);
    }

    .badge[data-tone='good']::before {
      background: var(--good);
    }

    .badge[data-tone='busy']::before {
      background: var(--warn);
    }

    .badge[data-tone='bad']::before {
      background: var(--bad);
    }
  `,
})
export class SessionBadge {
  readonly state = input.required<SessionState>();

  readonly text = computed(() => {
    const { phase, refreshing, failing } = this.state();
    if (failing) return 'No answer';

    return refreshing && phase === 'signed-in' ? 'Refreshing' : PHASES[phase];
  });

  readonly tone = computed(() => {
    const { phase, refreshing, failing } = this.state();
    if (failing) return 'bad';
    if (refreshing || phase === 'restoring') return 'busy';

    return phase === 'signed-in' ? 'good' : 'none';
  });
}

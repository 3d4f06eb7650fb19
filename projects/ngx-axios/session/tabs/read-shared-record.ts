import { bare } from '../bare';
import { WHY } from '../session-ended-error';
import { SessionEndReason } from '../session-event';
import { readRecord } from '../session-record';
import { SharedRecord } from '../shared-record';

/** Reads what lies where tabs share a record. What is corrupt, foreign or newer is `null`, never an error. */
export function readSharedRecord(value: unknown): SharedRecord | null {
  const record = readRecord(value);
  if (!record) return null;

  const { generation, session, committedAt, endedBy } = bare(value as Partial<Record<keyof SharedRecord, unknown>>);
  if (!isCount(generation) || !isCount(session)) return null;
  if (typeof committedAt !== 'number' || !Number.isFinite(committedAt)) return null;
  if (endedBy !== undefined && !(typeof endedBy === 'string' && Object.hasOwn(WHY, endedBy))) return null;

  const shared = { ...record, generation, session, committedAt };

  return endedBy === undefined ? shared : { ...shared, endedBy: endedBy as SessionEndReason };
}

/** Whether a newer version of the library has written it: then nothing of this one may take its place. */
export function isOfNewerVersion(value: unknown): boolean {
  const { version } = bare((value ?? {}) as { version?: unknown });

  return typeof version === 'number' && version > 1;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

// Writes one entry of the journal, in the transaction of what it records.
import { currentPlace } from '../call-place.ts';
import { newId } from '../crypto/tokens.ts';
import type { AuditAction } from '../domain/audit.ts';
import { AuditEntry } from '../models/index.ts';

export interface AuditNote {
  /** `agent:<id>`, `account:<id>`, `visitor` or `command-line`. */
  actor: string;
  action: AuditAction;
  object?: string;
  detail?: string;
}

export async function recordAudit({ actor, action, object = '', detail = '' }: AuditNote): Promise<void> {
  await AuditEntry.create({ id: newId(), at: new Date(), actor, action, object, detail, place: currentPlace() });
}

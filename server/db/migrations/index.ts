// Why: the list of migrations, in order. A released one never changes; a new one is appended.
import { sql as foundation } from './0001-foundation.ts';
import { sql as payments } from './0002-payments.ts';
import { sql as watch } from './0003-watch.ts';
import { sql as agents } from './0004-agents.ts';
import { sql as payers } from './0005-payers.ts';
import { sql as messages } from './0007-messages.ts';
import { sql as search } from './0008-search.ts';
import { sql as invoiceActions } from './0009-invoice-actions.ts';
import { sql as overview } from './0011-overview.ts';
import { sql as familyNames } from './0012-family-names.ts';
import { sql as dismissedMails } from './0013-dismissed-mails.ts';
import { sql as sortedPayments } from './0014-sorted-payments.ts';
import { sql as askedLines } from './0015-asked-lines.ts';

export interface Migration { version: number; name: string; sql: string }

export const migrations: Migration[] = [
  { version: 1, name: 'foundation', sql: foundation },
  { version: 2, name: 'payments', sql: payments },
  { version: 3, name: 'watch', sql: watch },
  { version: 4, name: 'agents', sql: agents },
  { version: 5, name: 'payers', sql: payers },
  { version: 7, name: 'messages', sql: messages },
  { version: 8, name: 'search', sql: search },
  { version: 9, name: 'invoice-actions', sql: invoiceActions },
  { version: 11, name: 'overview', sql: overview },
  { version: 12, name: 'family-names', sql: familyNames },
  { version: 13, name: 'dismissed-mails', sql: dismissedMails },
  { version: 14, name: 'sorted-payments', sql: sortedPayments },
  { version: 15, name: 'asked-lines', sql: askedLines },
];

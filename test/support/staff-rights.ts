// Who may ask what of the staff listener, written apart from the code: a call or a file that is missing here fails.
// A administrator, S secretary, R régisseur, L read only; `own`: every agent, for their own account.
import type { Role } from '../../server/contract/rights.ts';

export const letters: Record<Role, string> = { administrator: 'A', secretary: 'S', regisseur: 'R', reader: 'L' };

export const whoMay: Record<string, string> = {
  'session.current': 'before login', 'session.login': 'before login', 'session.logout': 'before login', 'agents.createFirst': 'before login',
  'backups.progress': 'before login', 'restore.preview': 'before login', 'PUT /files/restore': 'before login', 'backups.prepare': 'A', 'GET /files/backups/:ticket': 'A',
  'session.lock': 'own', 'account.read': 'own', 'account.changePassword': 'own', 'account.prepareTotp': 'own', 'account.enableTotp': 'own',
  'account.renewRecoveryCodes': 'own', 'account.removeTotp': 'own', 'account.endSession': 'own',
  'agents.list': 'A', 'agents.invite': 'A', 'agents.change': 'A', 'agents.setDisabled': 'A', 'agents.resetPassword': 'A', 'agents.removeTotp': 'A', 'agents.endSessions': 'A',
  'journal.list': 'A', 'journal.verify': 'A', 'GET /files/journal.csv': 'A',
  'dashboard.read': 'ASRL', 'dashboard.figures': 'ASRL', 'search.global': 'ASRL',
  'settings.read': 'ASRL', 'settings.update': 'AS', 'smtp.sendTest': 'A', 'portal.verifyAddress': 'A', 'logo.remove': 'AS', 'settings.previewImport': 'A', 'settings.import': 'A', 'GET /files/settings.json': 'A', 'setup.read': 'ASRL', 'setup.choose': 'A',
  'regies.list': 'ASRL', 'regies.save': 'A', 'regies.configure': 'A', 'regies.verify': 'A', 'regies.recognise': 'A', 'regies.remove': 'A',
  'imports.list': 'ASRL', 'imports.create': 'AS', 'imports.read': 'ASRL', 'imports.check': 'AS', 'imports.lines': 'ASRL', 'imports.progress': 'ASRL',
  'imports.publish': 'AS', 'imports.discard': 'AS', 'imports.removeFile': 'AS', 'imports.announce': 'AS',
  'invoices.list': 'ASRL', 'invoices.read': 'ASRL', 'invoices.settle': 'ASR', 'invoices.takeBack': 'ASR', 'invoices.denyDeclaration': 'ASR',
  'invoices.previewAction': 'ASR', 'invoices.act': 'ASR', 'invoices.undoAction': 'ASR', 'invoices.actionProgress': 'ASRL', 'invoices.actions': 'ASRL',
  'payers.list': 'ASRL', 'payers.read': 'ASRL', 'payers.save': 'AS', 'payers.recordPaperChoice': 'AS', 'payers.previewMerge': 'AS', 'payers.merge': 'AS',
  'people.add': 'AS', 'people.setRole': 'AS', 'people.correctEmail': 'AS', 'people.invite': 'AS', 'people.remove': 'AS', 'people.view': 'AS', 'people.block': 'AS', 'people.unblock': 'AS',
  'payments.list': 'ASRL', 'payments.read': 'ASRL', 'payments.check': 'ASR', 'payments.confirm': 'ASR', 'payments.takeBack': 'ASR', 'payments.settle': 'ASR', 'payments.cancel': 'ASR', 'payments.sort': 'ASR', 'payments.suspend': 'ASR',
  'mails.list': 'ASRL', 'mails.retry': 'AS', 'mails.dismiss': 'AS', 'messages.list': 'ASRL', 'messages.setHandled': 'AS', 'messages.answer': 'AS', 'readyAnswers.list': 'ASRL', 'readyAnswers.save': 'AS', 'readyAnswers.remove': 'AS',
  'announcements.list': 'ASRL', 'announcements.save': 'AS', 'announcements.remove': 'AS', 'markdown.preview': 'ASRL',
  'PUT /files/imports/:batchId/source': 'AS', 'PUT /files/imports/:batchId/documents': 'AS', 'GET /files/imports/:batchId/refused.csv': 'AS',
  'GET /files/invoices/:invoiceId': 'ASRL', 'PUT /files/invoices/:invoiceId': 'AS', 'GET /files/invoices.csv': 'ASR', 'GET /files/invoices.xlsx': 'ASR', 'PUT /files/payment-ticket': 'ASR', 'GET /files/payments.csv': 'ASR', 'GET /files/payments.xlsx': 'ASR',
  'PUT /files/logo': 'AS', 'GET /files/logo': 'ASRL',
};
/** What needs an input to be judged; the others are asked with `{}`. */
export const inputs: Record<string, object> = { 'settings.update': { patch: {} } };

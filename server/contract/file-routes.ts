// Why: the addresses of the files, apart from the endpoint table so that the staff interface does not carry the schemas.

/**
 * Routes of the staff listener that are not calls:
 * POST /launch {key}                                     → opens this browser as a workstation (cookie)
 * PUT  /files/imports/:batchId/source?name=x.csv         → raw body, the CSV
 * PUT  /files/imports/:batchId/documents?name=y.pdf      → raw body, one PDF; answers { ok: true, value: null } or a refusal
 * GET  /files/imports/:batchId/refused.csv               → the refused lines, with the reason in a last column
 * GET  /files/invoices/:invoiceId?version=              → the PDF; with a fingerprint, the one that it has replaced
 * PUT  /files/invoices/:invoiceId?name=&reason=&tell=     → raw body, the PDF that replaces it
 * GET  /files/invoices.csv|xlsx?search=&state=&regieId=&batchId=&from=&to= or ?ids= → the invoices chosen, 20,000 at most
 * PUT  /files/payment-ticket?name=z.eml                  → raw body, one mail up to 1 MB; answers what it proposes (TicketDto)
 * GET  /files/payments.csv|xlsx?du=&au=&regie=           → the payments of a period, with totals
 * GET  /files/journal.csv?search=&who=&topic=&from=&to=&object= → the journal, with the filters of `journal.list`
 * GET  /files/backups/:ticket                            → the whole portal in one sealed file, once
 * PUT  /files/restore                                    → raw body, such a file; its passphrase in the header `restorePassphraseHeader`
 * PUT  /files/logo?version= · GET /files/logo            → PNG, JPEG or WebP up to `largestLogo`; in the place of that version, '' for none
 * GET  /files/settings.json                              → the settings in one file, without secret
 */
export const fileRoutes = {
  importSource: (batchId: string, name: string) => `/files/imports/${batchId}/source?name=${encodeURIComponent(name)}`,
  importDocument: (batchId: string, name: string) => `/files/imports/${batchId}/documents?name=${encodeURIComponent(name)}`,
  refusedLines: (batchId: string) => `/files/imports/${batchId}/refused.csv`,
  invoiceDocument: (invoiceId: string, version?: string) => `/files/invoices/${invoiceId}${version ? `?version=${version}` : ''}`,
  replaceDocument: (invoiceId: string, asked: { name: string; reason: string; tell: boolean }) => `/files/invoices/${invoiceId}?${new URLSearchParams({ ...asked, tell: asked.tell ? '1' : '' }).toString()}`,
  /** `chosen`: the filter of `invoices.list`, or `ids` joined by commas. */
  invoices: (format: 'csv' | 'xlsx', chosen: Record<string, string>) => `/files/invoices.${format}?${new URLSearchParams(chosen).toString()}`,
  paymentTicket: (name: string) => `/files/payment-ticket?name=${encodeURIComponent(name)}`,
  payments: (format: 'csv' | 'xlsx', { from, to, regieId }: { from: string; to: string; regieId: string }) => `/files/payments.${format}?${new URLSearchParams({ du: from, au: to, regie: regieId }).toString()}`,
  journal: (filter: Record<string, string>) => `/files/journal.csv?${new URLSearchParams(filter).toString()}`,
  logo: '/files/logo',
  changeLogo: (version: string) => `/files/logo?${new URLSearchParams({ version }).toString()}`,
  settings: '/files/settings.json',
  backup: (ticket: string) => `/files/backups/${ticket}`,
  restore: '/files/restore',
};

/** Percent-encoded: a header is plain ASCII. */
export const restorePassphraseHeader = 'X-Portail-Phrase';

/** With the portal's own 48 kB, a resident's first visit stays under 60 kB. */
export const largestLogo = 11 * 1024;

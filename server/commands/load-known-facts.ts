// What the database already knows about the lines of an import: régies, payers, published invoices, abandoned addresses.
import { QueryTypes } from 'sequelize';
import { database } from '../db/database.ts';
import { invoiceKey, type KnownFacts, type KnownInvoice, type KnownPayer } from '../domain/import-check.ts';
import type { ReceivedFile } from '../domain/import-documents.ts';
import type { RawRow } from '../domain/import-row.ts';
import { foldKey } from '../domain/keys.ts';
import { FormerEmail, FormerPayerCode, Payer, Regie } from '../models/index.ts';

export interface ImportContents { rows: { raw: RawRow }[]; files: ReceivedFile[]; allowMissingPdf: boolean; today: string }

export async function loadKnownFacts({ rows, files, allowMissingPdf, today }: ImportContents): Promise<KnownFacts> {
  const regies = await Regie.findAll({ raw: true });
  const former = await FormerEmail.findAll({ raw: true });
  const retired = await FormerPayerCode.findAll({ raw: true });
  const payers = await loadPayers();
  return {
    today, files, allowMissingPdf,
    regies: new Map(regies.map(({ id, code, name, kind }) => [foldKey(code), { id, name, kind }])),
    payers: new Map(payers.map((payer) => [foldKey(payer.code), payer])),
    formerCodes: new Map(retired.flatMap(({ codeKey, code, nameKey, payerId }) => {
      const payer = payers.find((each) => each.id === payerId);
      return payer ? [[codeKey, { code, nameKey, payer }] as const] : [];
    })),
    documentOwners: await loadDocumentOwners(files.flatMap((file) => file.sha256 ?? [])),
    invoices: await loadInvoices([...new Set(rows.map(({ raw }) => foldKey(raw.numero ?? '')))]),
    formerEmailKeys: new Set(former.map((each) => each.emailKey)),
  };
}

/** Changes whenever something that verdicts rest on does: two imports checked apart may each create one payer, whose invoices would then meet. */
export async function markOfKnownFacts(): Promise<string> {
  const [row] = await database().query<{ mark: string }>(
    `SELECT (SELECT COUNT(*) FROM import_batches WHERE state = 'published') || '/' || (SELECT COUNT(*) FROM former_emails) || '/'
       || (SELECT COUNT(*) FROM payer_accesses) || '/' || (SELECT COUNT(*) FROM regies) || '/' || (SELECT COUNT(*) FROM former_payer_codes) AS mark`,
    { type: QueryTypes.SELECT },
  );
  return row?.mark ?? '';
}

async function loadPayers(): Promise<KnownPayer[]> {
  const payers = await Payer.findAll({ raw: true, attributes: ['id', 'code', 'name', 'nameKey'] });
  const known = new Map(payers.map((payer) => [payer.id, { ...payer, emailKeys: [] as string[] }]));
  const accesses = await database().query<{ payerId: string; emailKey: string }>(
    'SELECT x.payer_id AS payerId, a.email_key AS emailKey FROM payer_accesses x JOIN accounts a ON a.id = x.account_id',
    { type: QueryTypes.SELECT },
  );
  for (const { payerId, emailKey } of accesses) known.get(payerId)?.emailKeys.push(emailKey);
  return [...known.values()];
}

async function loadDocumentOwners(sha256s: string[]): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (let start = 0; start < sha256s.length; start += 5_000) {
    const found = await database().query<{ sha256: string; payerCode: string }>(
      `SELECT DISTINCT i.document_sha256 AS sha256, p.code AS payerCode FROM invoices i JOIN payers p ON p.id = i.payer_id
       WHERE i.document_sha256 IN (:keys)`,
      { replacements: { keys: sha256s.slice(start, start + 5_000) }, type: QueryTypes.SELECT },
    );
    for (const { sha256, payerCode } of found) owners.set(sha256, foldKey(payerCode));
  }
  return owners;
}

async function loadInvoices(numberKeys: string[]): Promise<Map<string, KnownInvoice>> {
  const known = new Map<string, KnownInvoice>();
  for (let start = 0; start < numberKeys.length; start += 5_000) {
    const found = await database().query<KnownInvoice & { regieId: string; numberKey: string }>(
      `SELECT i.regie_id AS regieId, i.number_key AS numberKey, i.amount_cents AS amountCents, i.document_sha256 AS documentSha256, p.code AS payerCode
       FROM regies r JOIN invoices i ON i.regie_id = r.id JOIN payers p ON p.id = i.payer_id WHERE i.number_key IN (:keys)`,
      { replacements: { keys: numberKeys.slice(start, start + 5_000) }, type: QueryTypes.SELECT },
    );
    for (const invoice of found) known.set(invoiceKey(invoice.regieId, invoice.numberKey), invoice);
  }
  return known;
}

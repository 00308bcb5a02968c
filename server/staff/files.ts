// Why: the files of the staff interface: what it sends for an import, what it opens.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { inTransaction } from '../db/database.ts';
import { largestPdf } from '../documents/document-store.ts';
import { largestSource, receiveImportDocument, receiveImportSource } from '../commands/receive-import.ts';
import { exportSettings } from '../commands/import-settings.ts';
import { recordAudit } from '../commands/record-audit.ts';
import { updateLogo } from '../commands/update-settings.ts';
import { largestLogo } from '../contract/file-routes.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { imageType } from '../domain/image.ts';
import { importColumns, type RawRow } from '../domain/import-row.ts';
import { AppError } from '../errors.ts';
import { fileContentPolicy } from '../http/security-headers.ts';
import { ImportBatch, ImportLine } from '../models/index.ts';
import { readStoredSettings } from '../settings.ts';
import { backupFileRoutes } from './backup-files.ts';
import type { CallOf } from './call.ts';
import { csvOf } from './csv.ts';
import { invoiceFileRoutes } from './invoice-files.ts';
import { journalFileRoute } from './journal-file.ts';
import { paymentFileRoutes } from './payment-files.ts';
import { nameOf, readFileBody } from './read-file-body.ts';

export function fileRoutes(router: Router, callOf: CallOf): void {
  paymentFileRoutes(router, callOf);
  invoiceFileRoutes(router, callOf);
  journalFileRoute(router, callOf);
  backupFileRoutes(router, callOf);
  router.put('/files/imports/:batchId/source', async (ctx) => {
    const { dataFolder, actor } = await callOf(ctx, 'imports');
    const content = await readFileBody(ctx, largestSource, '20\u00a0Mo');
    await receiveImportSource({ dataFolder, batchId: ctx.params.batchId ?? '', name: nameOf(ctx), content, actor });
    ctx.body = { ok: true, value: null };
  });

  router.put('/files/imports/:batchId/documents', async (ctx) => {
    const { dataFolder } = await callOf(ctx, 'imports');
    const content = await readFileBody(ctx, largestPdf, '10\u00a0Mo');
    await receiveImportDocument({ dataFolder, batchId: ctx.params.batchId ?? '', name: nameOf(ctx), content });
    ctx.body = { ok: true, value: null };
  });

  router.get('/files/imports/:batchId/refused.csv', async (ctx) => {
    await callOf(ctx, 'imports');
    await sendRefusedLines(ctx, ctx.params.batchId ?? '');
  });

  router.put('/files/logo', async (ctx) => {
    const { actor } = await callOf(ctx, 'texts');
    const content = await readFileBody(ctx, largestLogo, '11\u00a0ko');
    const mediaType = imageType(content);
    if (!mediaType) throw new AppError('image_invalid');
    await updateLogo({ mediaType, base64: content.toString('base64'), version: fingerprint(content.toString('base64')).slice(0, 12) }, { actor, seen: ctx.URL.searchParams.get('version') ?? undefined });
    ctx.body = { ok: true, value: null };
  });

  router.get('/files/settings.json', async (ctx) => {
    const { now, actor } = await callOf(ctx, 'settings');
    const text = await exportSettings(now);
    await inTransaction(() => recordAudit({ actor, action: 'settings_exported' }));
    ctx.attachment(`reglages-${now.toISOString().slice(0, 10)}.json`);
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = text;
  });

  router.get('/files/logo', async (ctx) => {
    await callOf(ctx, 'read');
    const { logo } = await readStoredSettings();
    if (!logo) throw new AppError('not_found');
    ctx.set('Content-Security-Policy', fileContentPolicy);
    ctx.type = logo.mediaType;
    ctx.body = Buffer.from(logo.base64, 'base64');
  });
}

/** The refused lines as they came, with the reasons in a last column; opens in a spreadsheet. */
async function sendRefusedLines(ctx: Context, batchId: string): Promise<void> {
  const batch = await ImportBatch.findByPk(batchId);
  if (!batch) throw new AppError('import_not_found');
  const lines = await ImportLine.findAll({ where: { batchId, verdict: 'refused' }, order: [['line', 'ASC']], raw: true });
  const rows = lines.map((line) => {
    const raw: RawRow = JSON.parse(line.raw);
    return [...importColumns.map((column) => raw[column] ?? ''), `Ligne ${line.line}\u00a0: ${(JSON.parse(line.messages) as string[]).join(' ')}`];
  });
  ctx.attachment(`lignes-refusees-${(batch.sourceName ?? 'import').replace(/\.csv$/i, '')}.csv`);
  ctx.type = 'text/csv; charset=utf-8';
  ctx.body = csvOf([[...importColumns, 'motif'], ...rows]);
}

// Why: sends a PDF, whole or by parts; small ones from memory, which is faster, large ones as a stream.
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import contentDisposition from 'content-disposition';
import type { Context } from 'koa';
import parseRange from 'range-parser';
import { documentPath, readWholeDocument } from '../documents/document-store.ts';
import { AppError } from '../errors.ts';
import { fileContentPolicy } from './security-headers.ts';

const largestInMemory = 1024 * 1024;

interface Part { start: number; end: number }
export interface SentDocument { sha256: string; bytes: number; fileName: string; disposition: 'attachment' | 'inline' }

/** Headers come after the content: when the file cannot be read, the error page must not go out as a PDF. @throws AppError range_not_satisfiable */
export async function sendDocument(ctx: Context, dataFolder: string, document: SentDocument): Promise<void> {
  const range = requestedRange(ctx, document.bytes);
  const part = range ?? { start: 0, end: document.bytes - 1 };
  ctx.body = await readPart(dataFolder, document, part);
  ctx.length = part.end - part.start + 1;
  ctx.type = 'application/pdf';
  ctx.set('Content-Disposition', contentDisposition(document.fileName, { type: document.disposition }));
  ctx.set('Content-Security-Policy', fileContentPolicy);
  ctx.set('Accept-Ranges', 'bytes');
  ctx.compress = false;
  if (!range) return;
  ctx.status = 206;
  ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${document.bytes}`);
}

/** The file is open when this resolves: a stream that opens it later fails after the headers have left. */
async function readPart(dataFolder: string, document: SentDocument, { start, end }: Part): Promise<Buffer | Readable> {
  if (document.bytes <= largestInMemory) return (await readWholeDocument(dataFolder, document)).subarray(start, end + 1);
  const file = await open(documentPath(dataFolder, document.sha256));
  return file.createReadStream({ start, end, highWaterMark: 256 * 1024 });
}

/** One range is honoured; several at once are answered with the whole file. */
function requestedRange(ctx: Context, bytes: number): Part | null {
  const header = ctx.get('Range');
  if (header === '' || ctx.method !== 'GET') return null;
  const ranges = parseRange(bytes, header);
  if (ranges === -1) {
    ctx.set('Content-Range', `bytes */${bytes}`);
    throw new AppError('range_not_satisfiable');
  }
  return ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? null : ranges[0] ?? null;
}

// Why: one HTTP exchange with the service, bounded in time and size, that follows no redirect.
import { PayfipUnavailable } from './payfip-errors.ts';

const longestBody = 256 * 1024;

/** The body of a 200 or a 500 (a SOAP fault). @throws PayfipUnavailable */
export async function postEnvelope(url: URL, envelope: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST', body: envelope, redirect: 'manual', signal,
      headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""', Accept: 'text/xml' },
    });
    if (response.status !== 200 && response.status !== 500) {
      await response.body?.cancel();
      throw new PayfipUnavailable(response.status >= 300 && response.status < 400 ? 'redirected' : 'http', String(response.status));
    }
    return decode(await readBounded(response), response.headers.get('content-type') ?? '');
  } catch (error) {
    if (error instanceof PayfipUnavailable) throw error;
    throw new PayfipUnavailable(signal.aborted ? 'timeout' : 'network', codeOf(error), { cause: error });
  }
}

/** ECONNREFUSED, CERT_HAS_EXPIRED…: what tells staff whether the line, the name or the certificate is at fault. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > longestBody) throw new PayfipUnavailable('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** UTF-8, unless the answer says Latin-1; no other encoding can hide anything from the XML reader. */
function decode(body: Buffer, contentType: string): string {
  const declared = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(body.toString('latin1', 0, 100))?.[1] ?? 'utf-8';
  const isLatin = /^(?:iso-8859-1|iso-8859-15|windows-1252)$/i.test(declared);
  return new TextDecoder(isLatin ? 'windows-1252' : 'utf-8').decode(body);
}

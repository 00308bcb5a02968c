// Why: where the resident's browser goes to pay, once the web service has given an operation (payfip.md §3.7).
import { payfipUrl } from './addresses.ts';

/** To be opened within 15 minutes, once. `idOp` is opaque. */
export function paymentPageUrl(baseUrl: string, idOp: string): string {
  const url = payfipUrl(baseUrl, '/tpa/paiementws.web');
  url.search = new URLSearchParams({ idop: idOp }).toString();
  return url.href;
}

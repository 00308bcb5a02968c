// Why: PayFiP calls the portal back, and sends its payers there: an address of this machine or of the local network leads them nowhere.
import { isIP } from 'node:net';
import { isPrivateAddress } from './client-address.ts';

/** False for this machine, a local network, and a name that only a local network knows. */
export function isReachableAddress(siteUrl: string): boolean {
  const host = URL.canParse(siteUrl) ? new URL(siteUrl).hostname.replace(/^\[|\]$/g, '') : '';
  return isIP(host) ? !isPrivateAddress(host) : host.includes('.') && !/\.(local|lan|home|internal|localhost)$/.test(host);
}

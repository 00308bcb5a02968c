// Why: the only machines that payments are asked of: PayFiP's, or the simulator on this machine (payfip.md §2.1, §3.1).

export const payfipBaseUrl = 'https://www.payfip.gouv.fr';

const payfipHosts = new Set([
  'www.payfip.gouv.fr', 'payfip.gouv.fr', 'www.tipi.budget.gouv.fr', 'tipi.budget.gouv.fr', 'www.tipi-client.budget.gouv.fr', 'tipi-client.budget.gouv.fr',
]);
const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** True for PayFiP in https, and for the simulator; with nothing after the host. */
export function isPayfipAddress(baseUrl: string): boolean {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const isPayfip = base?.protocol === 'https:' && payfipHosts.has(base.hostname) && base.port === '';
  const isBare = base !== null && base.username === '' && base.password === '' && base.search === '' && base.hash === '' && base.pathname === '/';
  return isBare && (isPayfip || isSimulator(baseUrl));
}

/** True for a service on this machine: payments there are play, and the portal must say so. */
export function isSimulator(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).protocol === 'http:' && loopbackHosts.has(new URL(baseUrl).hostname);
}

// Why: no call leaves for another machine than PayFiP's, or the simulator's.
import { isPayfipAddress } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';

/** @throws AppError payfip_address_refused unless it is PayFiP in https, or this machine (the simulator). */
export function payfipUrl(baseUrl: string, path: string): URL {
  if (!isPayfipAddress(baseUrl)) throw new AppError('payfip_address_refused');
  return new URL(path, baseUrl);
}

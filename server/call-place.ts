// Why: the journal says from where each thing was done, without every command passing it on.
// On Node 20 following asynchronous calls makes every promise dearer: it is done only while a request that may write is under way.
import { AsyncLocalStorage } from 'node:async_hooks';

const places = new AsyncLocalStorage<string>();
let underWay = 0;

/** Runs `work`: what it writes in the journal, and the sessions that it opens, are from this place. */
export async function runFrom<T>(place: string, work: () => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await places.run(place, work);
  } finally {
    underWay -= 1;
    if (underWay === 0) places.disable();
  }
}

/** In words; '' for what the portal does by itself. */
export const currentPlace = (): string => places.getStore() ?? '';

type Run = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs what is done later, when its request may be over, from the place of now: counted, since another request that ends meanwhile would make it forgotten. */
export function keepPlace(): Run {
  const place = currentPlace();
  return (work) => (place === '' ? places.exit(work) : runFrom(place, work));
}

/** `work`, to be done later by another's hand (writers who wait together): it stays from the place of now. */
export function fromHere<T>(work: () => Promise<T>): () => Promise<T> {
  const kept = keepPlace();
  return () => kept(work);
}

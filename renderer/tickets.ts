// Why: a ticket mail that was read stays in its list until it is taken off, whatever screen its own links lead to; hundreds dropped at once are all read, one after the other.
import { reactive } from 'vue';
import { fileRoutes } from '../server/contract/file-routes.ts';
import type { TicketDto } from '../server/contract/schemas.ts';
import { putFile, sentenceOf } from './api.ts';

export interface ReadTicket { key: number; name: string; ticket: TicketDto | null; problem: string; /** What was done of it. */ done: string; isBusy: boolean }

const largest = 1024 * 1024;
const queue: File[] = [];

/** The latest first. `read` of `total` since the reading began. */
export const tickets = reactive({ list: [] as ReadTicket[], isReading: false, read: 0, total: 0 });
let count = 0;

/** What is dropped during a reading is added to it. */
export async function readTickets(files: File[]): Promise<void> {
  queue.push(...files);
  if (!tickets.isReading) Object.assign(tickets, { read: 0, total: 0 });
  tickets.total += files.length;
  if (tickets.isReading) return;
  tickets.isReading = true;
  for (let file = queue.shift(); file; file = queue.shift()) {
    const found = await readOne(file);
    tickets.list.unshift({ key: ++count, name: file.name, done: '', isBusy: false, ...found });
    tickets.read += 1;
  }
  tickets.isReading = false;
}

export function dismissTicket({ key }: ReadTicket): void {
  tickets.list = tickets.list.filter((each) => each.key !== key);
}

async function readOne(file: File): Promise<Pick<ReadTicket, 'ticket' | 'problem'>> {
  if (file.size > largest) return { ticket: null, problem: 'Ce fichier dépasse 1\u00a0Mo\u00a0: ce n’est pas un ticket de paiement.' };
  try {
    return { ticket: await putFile<TicketDto>(fileRoutes.paymentTicket(file.name), file), problem: '' };
  } catch (error) {
    return { ticket: null, problem: sentenceOf(error) };
  }
}

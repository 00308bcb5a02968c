// Tickets dropped by the hundred, others while the first are read: all of them are read, counted, and kept until they are taken off.
import { afterEach, expect, it, vi } from 'vitest';
import { dismissTicket, readTickets, tickets } from '../../renderer/tickets.ts';

afterEach(() => vi.unstubAllGlobals());

it('reads all of them, one after the other', async () => {
  let underWay = 0;
  let most = 0;
  vi.stubGlobal('fetch', async () => {
    most = Math.max(most, ++underWay);
    await Promise.resolve();
    underWay -= 1;
    return Response.json({ ok: true, value: { subject: '', action: 'none', invoices: [] } });
  });
  const files = (count: number, from = 0) => Array.from({ length: count }, (_, rank) => new File(['x'], `${from + rank}.eml`));
  const reading = readTickets([...files(120), new File([new Uint8Array(1024 * 1024 + 1)], 'film.eml')]);
  expect(tickets).toMatchObject({ isReading: true, read: 0, total: 121 });
  await readTickets(files(3, 200));
  expect(tickets.total).toBe(124);
  await reading;
  expect(tickets).toMatchObject({ isReading: false, read: 124, total: 124 });
  expect([most, tickets.list.length, new Set(tickets.list.map(({ name }) => name)).size]).toEqual([1, 124, 124]);
  expect(tickets.list.find(({ name }) => name === 'film.eml')?.problem).toMatch(/dépasse 1\s+Mo/);
  dismissTicket(tickets.list[0]!);
  expect([tickets.list.length, tickets.list[0]?.name]).toEqual([123, '201.eml']);
});

// What waits for the secretary, in the words of the tray and of notifications.
import { describe, expect, it } from 'vitest';
import { newsBetween, noWork, readWork, thingsToDo, trayTip } from '../../electron/work.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the tip of the tray', () => {
  it.each([
    ['open', 0, 'Le portail des factures est ouvert'],
    ['open', 1, 'Le portail des factures est ouvert – 1 chose à faire'],
    ['open', 3, 'Le portail des factures est ouvert – 3 choses à faire'],
    ['opening', 2, 'Le portail des factures s’ouvre…'],
    ['restarting', 2, 'Le portail des factures redémarre…'],
    ['stopped', 2, 'Le portail des factures n’est pas ouvert'],
  ] as const)('%s %j', (state, count, tip) => expect(plain(trayTip(state, count))).toBe(tip));
});

const everyone = { ...noWork, seesPayments: 1, seesMessages: 1, seesImports: 1 };
describe('notifications', () => {
  it('tell what there is more of, once a subject', () => {
    const news = newsBetween({ ...everyone, mailsFailed: 1, newMessages: 3 }, { ...everyone, mailsFailed: 1, newMessages: 1, paymentsToConfirm: 2, importsFinished: 1 });
    expect(news.map(({ title, body, screen }) => [title, plain(body), screen])).toEqual([
      ['Import publié', '1 import est publié.', 'imports'], ['Paiement à confirmer', '2 paiements sont annoncés sans preuve.', 'paiements'],
    ]);
  });

  it('are silent when nothing came up', () => expect(newsBetween({ ...everyone, newMessages: 2 }, { ...everyone, newMessages: 2 })).toEqual([]));

  it('are of what the agent at the window deals with; another who comes is not told of what was there', () => {
    const regisseur = { ...noWork, seesPayments: 1 };
    expect(newsBetween(regisseur, { ...regisseur, newMessages: 1, importsFinished: 1, mailsFailed: 1, paymentsToSort: 1 }).map(({ screen }) => screen)).toEqual(['paiements']);
    expect(newsBetween({ ...regisseur, newMessages: 1 }, { ...everyone, newMessages: 1 })).toEqual([]);
  });
});

describe('what the server says', () => {
  it.each([[null], ['3'], [{}], [{ ...noWork, newMessages: -1 }], [{ ...noWork, newMessages: '2' }], [{ ...noWork, newMessages: 1.5 }]])('%j is not counts', (value) => expect(readWork(value)).toBe(undefined));
  it('is read when it is counts', () => expect(readWork({ ...noWork, thingsToDo: 3, newMessages: 2 })).toEqual({ ...noWork, thingsToDo: 3, newMessages: 2 }));
});

it.each([
  [{ thingsToDo: 2, seesUpdates: 1 }, null, 2],
  [{ thingsToDo: 2, seesUpdates: 1 }, 'ready', 3],
  [{ thingsToDo: 2, seesUpdates: 0 }, 'ready', 2],
] as const)('%j, and of updates %j: %i things to do', (work, waits, count) => expect(thingsToDo({ ...noWork, ...work }, { waits })).toBe(count));

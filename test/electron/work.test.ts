// What waits for the secretary, in the words of the tray and of notifications.
import { describe, expect, it } from 'vitest';
import { newsBetween, noWork, readWork, thingsToDo, trayTip } from '../../electron/work.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the tip of the tray', () => {
  it.each([
    ['open', {}, 'Le portail des factures est ouvert'],
    ['open', { newMessages: 1 }, 'Le portail des factures est ouvert – 1 chose à faire'],
    ['open', { newMessages: 2, paymentsToSort: 1, importsFinished: 9 }, 'Le portail des factures est ouvert – 3 choses à faire'],
    ['opening', { newMessages: 2 }, 'Le portail des factures s’ouvre…'],
    ['restarting', { newMessages: 2 }, 'Le portail des factures redémarre…'],
    ['stopped', { newMessages: 2 }, 'Le portail des factures n’est pas ouvert'],
  ] as const)('%s %j', (state, work, tip) => expect(plain(trayTip(state, { ...noWork, ...work }))).toBe(tip));
});

describe('notifications', () => {
  it('tell what there is more of, once a subject', () => {
    const news = newsBetween({ ...noWork, mailsFailed: 1, newMessages: 3 }, { ...noWork, mailsFailed: 1, newMessages: 1, paymentsToConfirm: 2, importsFinished: 1 });
    expect(news.map(({ title, body, screen }) => [title, plain(body), screen])).toEqual([
      ['Import publié', '1 import est publié.', 'imports'], ['Paiement à confirmer', '2 paiements sont annoncés sans preuve.', 'paiements'],
    ]);
  });

  it('are silent when nothing came up', () => expect(newsBetween({ ...noWork, newMessages: 2 }, { ...noWork, newMessages: 2 })).toEqual([]));
});

describe('what the server says', () => {
  it.each([[null], ['3'], [{}], [{ ...noWork, newMessages: -1 }], [{ ...noWork, newMessages: '2' }], [{ ...noWork, newMessages: 1.5 }]])('%j is not counts', (value) => expect(readWork(value)).toBe(undefined));
  it('is read when it is counts', () => expect(thingsToDo(readWork({ ...noWork, newMessages: 2, mailsToVerify: 1 })!)).toBe(3));
});

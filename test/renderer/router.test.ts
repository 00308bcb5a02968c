import { describe, expect, it } from 'vitest';
import { hrefOf, parseHash } from '../../renderer/router.ts';

describe('the address of a screen', () => {
  it('is read back as it was written', () => {
    const href = hrefOf('factures', 'abc', { q: 'Dupont & Cie', etat: 'unpaid', regie: undefined, page: '' });
    expect(href).toBe('#/factures/abc?q=Dupont+%26+Cie&etat=unpaid');
    expect(parseHash(href)).toEqual({ screen: 'factures', id: 'abc', query: { q: 'Dupont & Cie', etat: 'unpaid' } });
  });

  it.each(['', '#', '#/', '#/inconnu', '#cle=abc', '#/__proto__'])('« %s » leads to the dashboard', (hash) => {
    expect(parseHash(hash)).toEqual({ screen: 'accueil', id: null, query: {} });
  });

  it('survives a damaged identifier', () => {
    expect(parseHash('#/imports/%E0%A4%A')).toEqual({ screen: 'imports', id: null, query: {} });
  });
});

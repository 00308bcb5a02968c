// Checks the addresses to which residents are sent, and the reading of what comes back unsigned.
import { describe, expect, it } from 'vitest';
import { isSimulator } from '../../server/domain/payfip-address.ts';
import { payfipUrl } from '../../server/payfip/addresses.ts';
import { paymentPageUrl } from '../../server/payfip/payment-page.ts';
import { isIdOp, readIdOp, readUrlResult, urlModeAddress, type UrlPayment } from '../../server/payfip/url-mode.ts';

const payment: UrlPayment = {
  numcli: '006270', exer: '2026', refdet: 'F2026001ABCDEF', objet: 'Cantine de mai', montant: 1_205, mel: 'a+b@exemple.fr', saisie: 'A',
  urlcl: 'https://factures.exemple.fr/paiements/retour?jeton=a&b=1',
};
const base = 'https://www.payfip.gouv.fr';

describe('urlModeAddress', () => {
  it('fault 13: encodes every parameter, and names urlcl', () => {
    expect(urlModeAddress(base, payment)).toBe('https://www.payfip.gouv.fr/tpa/paiement.web?numcli=006270&exer=2026&refdet=F2026001ABCDEF&objet=Cantine+de+mai'
      + '&montant=1205&mel=a%2Bb%40exemple.fr&urlcl=https%3A%2F%2Ffactures.exemple.fr%2Fpaiements%2Fretour%3Fjeton%3Da%26b%3D1&saisie=A');
  });
  it('fault 12: writes 10 € and 5 cents as 1005', () => {
    expect(new URL(urlModeAddress(base, { ...payment, montant: 1_005 })).searchParams.get('montant')).toBe('1005');
  });
  it('leaves out what a titre has not', () => {
    const { numcli, exer, refdet, montant, mel, saisie } = payment;
    expect([...new URL(urlModeAddress(base, { numcli, exer, refdet, objet: '', montant, mel, saisie })).searchParams.keys()]).toEqual(['numcli', 'exer', 'refdet', 'montant', 'mel', 'saisie']);
  });
  it('refuses beforehand what PayFiP would', () => {
    expect(() => urlModeAddress(base, { ...payment, objet: 'Été' })).toThrow(expect.objectContaining({ code: 'payfip_objet_invalid', field: 'objet' }));
    expect(() => urlModeAddress(base, { ...payment, montant: 12.5 })).toThrow('payfip_amount_invalid');
    expect(() => urlModeAddress(base, { ...payment, saisie: 'W' as 'A' })).toThrow('payfip_saisie_invalid');
  });
});

describe('addresses', () => {
  it('fault 23: goes to PayFiP or to this machine only', () => {
    for (const good of [base, 'https://www.tipi.budget.gouv.fr/', 'https://www.tipi-client.budget.gouv.fr', 'http://127.0.0.1:8480', 'http://localhost:8480', 'http://[::1]:8480']) {
      expect(payfipUrl(good, '/tpa/paiement.web').pathname).toBe('/tpa/paiement.web');
    }
    for (const wrong of [
      '', 'payfip', 'http://www.payfip.gouv.fr', 'https://www.payfip.gouv.fr.evil.fr', 'https://evil.fr/https://www.payfip.gouv.fr', 'https://www.payfip.gouv.fr@evil.fr', 'https://a:b@www.payfip.gouv.fr',
      'https://www.payfip.gouv.fr:8443', 'https://www.payfip.gouv.fr/x?', 'http://192.168.1.1', 'http://0.0.0.0:80', 'https://127.0.0.1', 'file:///tmp', 'http://127.0.0.1.evil.fr',
    ]) expect(() => payfipUrl(wrong, '/')).toThrow('payfip_address_refused');
    expect([isSimulator(base), isSimulator('http://127.0.0.1:1'), isSimulator('')]).toEqual([false, true, false]);
  });
  it('the payment page takes idop in lower case', () => {
    expect(paymentPageUrl(base, 'cc0cb210-1cd4-11ea-8cca-0213ad91a103')).toBe('https://www.payfip.gouv.fr/tpa/paiementws.web?idop=cc0cb210-1cd4-11ea-8cca-0213ad91a103');
    expect(paymentPageUrl(base, 'a&b=1')).toContain('idop=a%26b%3D1');
  });
});

describe('what comes back', () => {
  it('a result is read from the body or the query, in any case', () => {
    const body = new URLSearchParams('NUMCLI=006270&RefDet=F2026001&montant=1205&saisie=A&RESULTRANS=P&numauto=3feabd&dattrans=03122026&heurtrans=0905&exer=2026&objet=&mel=a%40b.fr');
    const expected = { numcli: '006270', refdet: 'F2026001', montant: '1205', saisie: 'A', resultrans: 'P', numauto: '3feabd', dattrans: '03122026', heurtrans: '0905', exer: '2026', objet: '', mel: 'a@b.fr' };
    expect(readUrlResult({ body })).toEqual(expected);
    expect(readUrlResult({ query: body, body: new URLSearchParams() })).toEqual(expected);
    expect(readUrlResult({ body, query: new URLSearchParams('montant=1') })?.montant).toBe('1205');
  });
  it.each(['', 'idop=abc', 'refdet=F2026001', 'resultrans=P'])('« %s » is no result', (text) => expect(readUrlResult({ body: new URLSearchParams(text) })).toBeNull());
  it('an idOp is read in both spellings, from both places', () => {
    const idOp = 'cc0cb210-1cd4-11ea-8cca-0213ad91a103';
    for (const name of ['idop', 'idOp', 'IDOP']) {
      expect(readIdOp({ body: new URLSearchParams({ [name]: idOp }) })).toBe(idOp);
      expect(readIdOp({ query: new URLSearchParams({ [name]: idOp }) })).toBe(idOp);
    }
    expect(readIdOp({ body: new URLSearchParams({ idop: '<a>' }), query: new URLSearchParams() })).toBeNull();
    expect(readIdOp({})).toBeNull();
  });
  it('fault 19: every kind of UUID is an idOp, and what is not is not', () => {
    expect(['cc0cb210-1cd4-11ea-8cca-0213ad91a103', 'e9cc332f-6316-4141-8b48-0b91420022f0'].map(isIdOp)).toEqual([true, true]);
    expect(['', 'a'.repeat(37), 'a b', "x' or 1=1", 'a\nb'].map(isIdOp)).toEqual([false, false, false, false, false]);
  });
});

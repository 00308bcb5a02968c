// Checks the references and fields sent to PayFiP, refusals included.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { errorMessage } from '../../server/contract/error-messages.ts';
import {
  exerFault, fictiveExer, fictiveRoleRefdet, fictiveTitreRefdet, findPaymentFaults, melFault, montantFault, normaliseObjet, numcliFault, refdetFault,
  regieRefdet, roleRefdet, roleReferences, titreReference, titreRefdet, urlFault, type PaymentFields,
} from '../../server/domain/references.ts';

describe('the refdet of a titre', () => {
  it.each([
    ['2021-2-1', '202100000002000001'], ['2026-12345678-123456', '202612345678123456'], [' 9999-0-999999 ', '999900000000999999'],
  ])('%s ↔ %s', (reference, refdet) => {
    expect(titreRefdet(reference)).toBe(refdet);
    expect(titreReference(refdet)).toBe(reference.trim());
  });
  it.each(['', '2021-2', '21-2-1', '2021-123456789-1', '2021-1-1234567', '2021/2/1', '2021-2-1-1', '2021-a-1'])('refuses « %s »', (reference) => {
    expect(titreRefdet(reference)).toBeNull();
  });
  it('refuses to read what has not 18 digits', () => expect(titreReference('20210000000200000')).toBeNull());
});

describe('the refdet of a rôle', () => {
  it('2025-EA-00-123456789 ↔ 2025EA000000123456789', () => {
    expect(roleRefdet('2025-EA-00-123456789')).toBe('2025EA000000123456789');
    expect(roleRefdet('2025-ea-00-123456789')).toBe('2025EA000000123456789');
    expect(roleReferences('2025EA000000123456789')).toEqual(['2025-EA-00-123456789', '2025-EA-00-0123456789', '2025-EA-00-00123456789', '2025-EA-00-000123456789', '2025-EA-00-0000123456789']);
    expect([roleReferences('2025EA000000000000000')[0], roleReferences('2025EA'), roleReferences('2025-EA-00-1')]).toEqual(['2025-EA-00-0', [], []]);
    expect(roleRefdet('2025-99-00-1234567890123')).toHaveLength(21);
  });
  it('comes back as it was printed, with every zero of its debt number', () => {
    const digits = (length: number, most = length) => fc.string({ unit: fc.constantFrom(...'0012345678'), minLength: length, maxLength: most });
    const code = fc.string({ unit: fc.constantFrom(...'AEZ09'), minLength: 2, maxLength: 2 });
    const printed = fc.tuple(digits(4), code, digits(2), digits(1, 13)).map((parts) => parts.join('-'));
    fc.assert(fc.property(printed, (reference) => {
      const refdet = roleRefdet(reference)!;
      expect(roleReferences(refdet)).toContain(reference);
      expect(new Set(roleReferences(refdet).map(roleRefdet))).toEqual(new Set([refdet]));
    }));
  });
  it.each(['', '2025-EA-123456789', '2025-EAU-00-1', '2025-EA-0-1', '2025-EA-00-12345678901234', '2025-EA-00-'])('refuses « %s »', (reference) => {
    expect(roleRefdet(reference)).toBeNull();
  });
  it('knows the fictive references of the tests', () => {
    expect(titreRefdet('9999-0-999999')).toBe(fictiveTitreRefdet);
    expect(fictiveRoleRefdet).toHaveLength(21);
    expect([fictiveTitreRefdet, fictiveRoleRefdet].map(refdetFault)).toEqual([null, null]);
    expect(exerFault(fictiveExer)).toBeNull();
  });
});

describe('the refdet of an attempt in régie mode', () => {
  it('fault 17: is made of letters and digits, whatever the invoice’s number', () => {
    expect(regieRefdet({ label: 'F-2026/001 #é', attempt: 35, random: 'a1b2c3d4e5' })).toBe('F2026001E00000ZA1B2C3D4');
    fc.assert(fc.property(fc.string(), fc.nat(), (label, attempt) => refdetFault(regieRefdet({ label, attempt, random: 'abcdef01' })) === null));
  });
  it('fault 8: differs for two attempts at the same invoice', () => {
    const at = (attempt: number) => regieRefdet({ label: '12', attempt, random: '00000000' });
    fc.assert(fc.property(fc.nat(), fc.nat(), (one, other) => one === other || at(one) !== at(other)));
  });
  it('refuses too little chance, and a counter that would not fit', () => {
    expect(() => regieRefdet({ label: 'F1', attempt: 1, random: 'abc' })).toThrow(RangeError);
    expect(() => regieRefdet({ label: 'F1', attempt: 36 ** 6, random: 'abcdefgh' })).toThrow(RangeError);
    expect(() => regieRefdet({ label: 'F1', attempt: -1, random: 'abcdefgh' })).toThrow(RangeError);
  });
});

describe('objet', () => {
  it.each([
    ['Cantine de l’été – Élise & Zoë', 'Cantine de l ete Elise Zoe'], ['Garderie/étude', 'Garderie etude'], ['œuvre n° 3', 'oeuvre n 3'],
    ['  eau   potable ', 'eau potable'], ['日本', ''], ['ﬁn', 'fin'], ['E\u0301cole', 'Ecole'],
  ])('fault 17: « %s » becomes « %s »', (text, expected) => expect(normaliseObjet(text)).toBe(expected));
  it('is always acceptable, and twice the same', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => {
      const objet = normaliseObjet(text);
      return /^[A-Za-z0-9 ]{0,99}$/.test(objet) && normaliseObjet(objet) === objet;
    }));
    expect(normaliseObjet('a'.repeat(200))).toHaveLength(99);
  });
});

describe('fields', () => {
  it('fault 20: numcli keeps its zeros', () => {
    expect(numcliFault('006270')).toBeNull();
    for (const wrong of ['6270', '0062700', '00627a', '', ' 06270', 6270 as unknown as string]) expect(numcliFault(wrong)).toBe('payfip_numcli_invalid');
  });
  it('fault 11: exer and refdet are refused outside their bounds', () => {
    expect(['2026', '2999', '9999'].map(exerFault)).toEqual([null, null, null]);
    for (const wrong of ['', '26', '1999', '3000', '20260', '-2026']) expect(exerFault(wrong)).toBe('payfip_exer_invalid');
    expect([refdetFault('A'.repeat(6)), refdetFault('A'.repeat(30))]).toEqual([null, null]);
    for (const wrong of ['', '12345', 'A'.repeat(31), '2026-001', '#000001', 'ABC DEF', 'ÉTÉ123']) expect(refdetFault(wrong)).toBe('payfip_refdet_invalid');
  });
  it.each([
    [100, null], [9_999_999, null], [99, 'payfip_amount_too_small'], [0, 'payfip_amount_too_small'], [-100, 'payfip_amount_too_small'],
    [10_000_000, 'payfip_amount_too_large'], [12.5, 'payfip_amount_invalid'], [Number.NaN, 'payfip_amount_invalid'], [Infinity, 'payfip_amount_invalid'],
  ])('fault 12: an amount of %s cents → %s', (cents, fault) => expect(montantFault(cents)).toBe(fault));
  it('mel', () => {
    expect(['a@b.fr', 'jean.dupont+cantine@mairie-valbourg.fr'].map(melFault)).toEqual([null, null]);
    for (const wrong of ['', 'a@b', 'é@exemple.fr', 'a b@exemple.fr', 'a..b@exemple.fr', `${'a'.repeat(76)}@b.fr`, 'a@b.fr\n', '<a@b.fr>']) expect(melFault(wrong)).toBe('payfip_email_invalid');
  });
  it('fault 13: addresses are whole, short and without secrets', () => {
    const exactly = (length: number) => 'https://a.fr/'.padEnd(length, 'a');
    expect([urlFault(exactly(249)), urlFault('http://127.0.0.1:8080/paiements/retour')]).toEqual([null, null]);
    for (const wrong of [exactly(250), '', '/retour', 'http:/www.a.fr', 'ftp://a.fr/', 'https://u:p@a.fr/', 'https://a.fr/#x', 'https://a.fr/a b', 'javascript:alert(1)', 'https://a.fr/é']) {
      expect(urlFault(wrong)).toBe('payfip_url_invalid');
    }
  });
  it('fault 25: each door has its own letters', () => {
    const payment: PaymentFields = { numcli: '006270', exer: '2026', refdet: 'F2026001', objet: 'Cantine', montant: 1_250, mel: 'a@exemple.fr', saisie: 'T' };
    const accepted = (door: 'url' | 'service') => ['T', 'X', 'M', 'A', 'W', 't', ''].filter((saisie) => findPaymentFaults({ ...payment, saisie }, door).length === 0).join('');
    expect([accepted('url'), accepted('service')]).toEqual(['TXMA', 'TXW']);
  });
  it('names every fault at once, each with a French sentence', () => {
    const faults = findPaymentFaults({ numcli: '1', exer: '1', refdet: '1', objet: 'é', montant: 1, mel: '', saisie: '', urlcl: 'x' }, 'url');
    expect(faults.map(({ field }) => field)).toEqual(['numcli', 'exer', 'refdet', 'objet', 'montant', 'mel', 'saisie', 'urlcl']);
    for (const { code } of faults) expect(errorMessage(code)).not.toMatch(/ [:;?!€]/);
  });
});

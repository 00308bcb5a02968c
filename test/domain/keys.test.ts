// Two spellings of one thing are one key; two things are two keys.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { emailKey, foldKey, nameKey, sortKey } from '../../server/domain/keys.ts';

describe('emailKey', () => {
  it.each([
    ['demo@exemple.fr', ' DEMO@Exemple.FR '], ['élodie@mairie.fr', 'Élodie@MAIRIE.fr'], ['e\u0301lodie@mairie.fr', 'élodie@mairie.fr'],
    ['jean@xn--chteau-xta.fr', 'jean@château.fr'], ['jean@château.fr', 'Jean@CHÂTEAU.fr'],
  ])('%s and %s are one address', (one, other) => expect(emailKey(one)).toBe(emailKey(other)));

  it.each([
    ['jean@exemple.fr', 'jean@exemple.com'], ['jean+facture@exemple.fr', 'jean@exemple.fr'], ['j.ean@exemple.fr', 'jean@exemple.fr'],
    ['pаul@exemple.fr', 'paul@exemple.fr'], ['elodie@mairie.fr', 'élodie@mairie.fr'],
  ])('%s and %s are two', (one, other) => expect(emailKey(one)).not.toBe(emailKey(other)));

  it.each(['', '@', 'sans-arobase', 'a@', '@b', 'a@@b.fr', 'a@%00.fr', '"a b"@x.fr', 'a@[127.0.0.1]'])('answers something for %j', (text) => expect(typeof emailKey(text)).toBe('string'));

  test('is its own key', () => {
    fc.assert(fc.property(fc.emailAddress(), (email) => emailKey(emailKey(email)) === emailKey(email)));
  });
});

test.each([
  ['Élodie Cœur', 'ELODIECOEUR'], ['E\u0301lodie', 'ELODIE'], ['œuvre ŒUVRE', 'OEUVREOEUVRE'], ['ex æquo', 'EXAEQUO'], ['2017-020-002059', '2017020002059'],
  [' fam_001 ', 'FAM001'], ['Straße', 'STRASSE'], ['ﬁn', 'FIN'], ['n° 12/B', 'N12B'], ['---', ''], ['Жук', ''], ['', ''],
])('foldKey(%j) = %j', (text, key) => expect(foldKey(text)).toBe(key));

describe('nameKey', () => {
  it.each([
    ['DUPONT Marie', 'Mme Marie Dupont'], ['M. et Mme Dupont', 'DUPONT'], ['Jean-Pierre Lefèvre', 'LEFEVRE Jean Pierre'], ['O’Neil', "o'neil"],
    ['Mlle Cœurdacier', 'COEURDACIER'], ['Monsieur Noe\u0308l', 'NOËL'], ['Иванов Пётр', 'ПЁТР ИВАНОВ'],
  ])('%s and %s are one person', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

  it.each([
    ['Dupont Marie', 'Dupont Marc'], ['Martin', 'Martinet'], ['Mme Petit', 'Mme Petite'], ['Иванов', 'Петров'], ['王', '李'],
  ])('%s and %s are two', (one, other) => expect(nameKey(one)).not.toBe(nameKey(other)));
});

test.each([
  ['Mme Camille Durand', '', 'DURAND CAMILLE'], ['M. et Mme Paul Petit', '', 'PETIT PAUL'], ['Camille DURAND', '', 'DURAND CAMILLE'], ['DURAND Camille', '', 'DURAND CAMILLE'],
  ['Mme Anne Le Goff', 'Le Goff', 'LE GOFF ANNE'], ['Mme Élodie de La Tour', 'de La Tour', 'DE LA TOUR ELODIE'], ['M. DUPONT Jean', 'M. DUPONT Jean', 'DUPONT JEAN'], ['Mme Zidi', 'Mme Zidi', 'ZIDI'], ['Mme Bérénice Zidi', 'Mme Bérénice Zidi', 'ZIDI BERENICE'],
  ['EARL des Trois Chênes', '', 'EARL DES TROIS CHENES'], ['Les Petits Ceps', '', 'LES PETITS CEPS'], ['M.', '', 'M'], ['', '', ''],
])('%s, of family « %s », is sorted as %s', (name, family, key) => expect(sortKey(name, family)).toBe(key));

import { expect, it } from 'vitest';
import { columns, csvModel } from '../../renderer/csv-model.ts';

it('the model opens in Excel and has the agreed columns', () => {
  const [header, example, end] = csvModel().split('\r\n');
  expect(header).toBe('\uFEFFnumero;date;echeance;montant;objet;code_payeur;civilite;nom;prenom;adresse;cp;ville;email;email2;regie;mode;fichier;etat;prelevement_le');
  expect(example?.split(';')).toHaveLength(columns.length);
  expect(end).toBe('');
});

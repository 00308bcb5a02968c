// Why this file exists: the forty payers of the demonstration, chosen to show every case a commune meets:
// two parents, one e-mail for two payers, no e-mail, long composite names, a farm, direct debits.
import type { Band, Child, DemoPayer, Meter, PaymentMode } from './model.ts';

type Extras = Partial<Pick<DemoPayer, 'email' | 'email2' | 'mode' | 'band' | 'canteen' | 'creche' | 'meter'>>;

export const payers: readonly DemoPayer[] = [
  payer('SISTEC560', 'Mme|SISTEC560|Test|12 rue des Tonneliers', at('demo'), canteen(4, 'Louise CE2', 'Gabin CP'), water(38)),
  payer('SAV001', 'Mme|Durand|Camille|3 impasse du Lavoir', at('camille.durand'), canteen(3, 'Nolan CM1'), water(42)),
  payer('SAV002', 'M.|Lefèvre|Thomas|27 avenue de la République', at('thomas.lefevre'), second('julie.lefevre'), canteen(4, 'Manon CE1', 'Paul GS'), water(55)),
  payer('SAV003', 'Mme|de La Rochefoucauld-Montbazon|Marie-Françoise|Château de Bellegarde, 145 chemin des Hautes-Vignes', at('mf.larochefoucauld'), canteen(5, 'Apolline CM2'), water(64)),
  payer('SAV004', 'M.|Nguyen|Minh Tuân|8 rue du 8-Mai-1945', at('tuan.nguyen'), by('prelevement'), canteen(3, 'Linh CE2'), water(47)),
  payer('SAV005', 'Mme|Œuvrard|Lætitia|5 place du Pressoir', at('laetitia.oeuvrard'), canteen(2, 'Maëlys CP'), creche(2, 'Timéo moyens')),
  payer('SAV006', 'M.|El Amrani|Youssef|14 rue des Écoles', at('youssef.elamrani'), second('samira.elamrani'), canteen(2, 'Inaya CE1', 'Adam MS'), water(51)),
  payer('SAV007', 'Mme|Benhaïm-Léost|Inès|2 allée des Cerisiers', at('ines.benhaim'), canteen(3, 'Solal CM1')),
  payer('SAV008', 'M.|D’Hérouville|Aurélien|9 chemin de la Source', at('aurelien.dherouville'), by('prelevement'), canteen(3, 'Héloïse CE2', 'Côme CP'), water(70)),
  payer('SAV009', 'Mme|Kowalczyk|Zoé|Résidence « Le Pressoir » ; bât. B', at('zoe.kowalczyk'), canteen(1, 'Lily GS')),
  payer('SAV010', 'Mme|Traoré|Aïssatou|Résidence « Le Pressoir » ; bât. C', at('aissatou.traore'), canteen(1, 'Mamadou CE1', 'Fanta PS')),
  payer('SAV011', 'M.|Fernandes da Silva|José|31 route de Fronton', at('jose.fernandes'), second('ana.fernandes'), canteen(3, 'Tiago CM2'), water(44)),
  payer('SAV012', 'Mme|Garrigues|Sylvie|6 rue du Four', by('guichet'), canteen(2, 'Enzo CE2'), water(33)),
  payer('SAV013', 'M.|Le Goff|Yann|18 lotissement des Amandiers', at('yann.legoff'), canteen(4, 'Maïwenn CP'), creche(4, 'Malo grands'), water(58)),
  payer('SAV014', 'Mme|Sanchez-Carrère|Élodie|22 lotissement des Amandiers', at('elodie.sanchez'), second('marc.carrere'), canteen(3, 'Lola CE1'), creche(3, 'Eliott petits'), water(49)),
  payer('SAV015', 'M.|Dupuy|Frédéric|4 rue du Moulin', at('frederic.dupuy'), by('prelevement'), canteen(4, 'Mathis CM1', 'Jade CE1'), water(62)),
  payer('SAV016', 'Mme|Rakotomalala|Hanitra|11 rue des Tonneliers', at('hanitra.rakotomalala'), canteen(2, 'Mialy MS')),
  payer('SAV017', 'M.|Castelnau|Rémi|40 chemin de Pechbusque', at('remi.castelnau'), second('claire.vidal'), canteen(4, 'Anaïs CM2'), water(53)),
  payer('SAV018', 'Mme|Moulin|Gaëlle|7 rue de l’Église', at('gaelle.moulin'), canteen(3, 'Sacha CE2', 'Léonie PS'), water(46)),
  payer('SAV019', 'M.|Pujol|Noël|15 avenue de la République', at('noel.pujol'), by('guichet'), canteen(3, 'Clément CP'), water(36)),
  payer('SAV020', 'M.|Vaysse|Jean-Baptiste|1 rue du Château-d’Eau', at('jb.vaysse'), water(29, '1 rue du Château-d’Eau')),
  payer('SAV021', 'M.|Vaysse|Jean-Baptiste|1 rue du Château-d’Eau', at('jb.vaysse'), water(41, '16 rue du Moulin (maison louée)')),
  payer('SAV022', '|EARL Domaine des Œillets||Lieu-dit Les Œillets', at('contact.oeillets'), by('prelevement'), water(150)),
  payer('SAV023', 'M.|Bessière|Raymond|19 rue de l’Église', water(18)),
  payer('SAV024', 'Mme|Vidal|Odette|23 rue de l’Église', by('guichet'), water(14)),
  payer('SAV025', 'M. et Mme|Saint-Jours|Hervé|10 chemin de la Source', at('herve.saintjours'), by('prelevement'), water(57)),
  payer('SAV026', 'Mme|N’Diaye|Fatou|3 place du Pressoir', at('fatou.ndiaye'), water(39)),
  payer('SAV027', 'Mme|Benhaïm-Léost|Inès|2 allée des Cerisiers', at('ines.benhaim'), water(45)),
  payer('SAV028', 'M.|Thévenot|Loïc|25 route de Fronton', at('loic.thevenot'), water(52)),
  payer('SAV029', 'Mme|Ségalas|Bérengère|12 allée des Cerisiers', at('berengere.segalas'), water(34)),
  payer('SAV030', 'M.|Cœurdevey|Anaël|5 rue du Moulin', at('anael.coeurdevey'), water(61)),
  payer('SAV031', 'Mme|Belkacem|Nour|20 rue des Écoles', at('nour.belkacem'), second('karim.belkacem'), canteen(1, 'Yanis CE2', 'Lina GS'), creche(1, 'Imrane moyens')),
  payer('SAV032', 'M.|Delmas|Pierre-Alexandre|33 chemin des Hautes-Vignes', at('pa.delmas'), canteen(5, 'Victoire CE1'), water(66)),
  payer('SAV033', 'Mme|Marty-Estève|Anne-Sophie|8 lotissement des Amandiers', at('as.marty'), second('bruno.esteve'), canteen(4, 'Raphaël CM2', 'Rose CP'), water(59)),
  payer('SAV034', 'M.|Ivanov|Dimitri|13 rue du 8-Mai-1945', at('dimitri.ivanov'), canteen(2, 'Katia CM1')),
  payer('SAV035', 'Mme|Roques|Mélanie|2 rue des Tonneliers', at('melanie.roques'), by('prelevement'), creche(3, 'Alix grands')),
  payer('SAV036', 'M.|Açikgöz|Emre|Résidence « Le Pressoir » ; bât. A', at('emre.acikgoz'), canteen(1, 'Elif MS')),
  payer('SAV037', 'Mme|Bonnefoy|Clémence|29 avenue de la République', at('clemence.bonnefoy'), second('hugo.bonnefoy'), canteen(3, 'Arthur CP'), creche(3, 'Noé moyens')),
  payer('SAV038', 'M.|Laffitte|Bastien|17 chemin de Pechbusque', at('bastien.laffitte'), by('prelevement'), canteen(4, 'Zélie CE2'), water(48)),
  payer('SAV039', 'Mme|Peyré|Joséphine|6 impasse du Lavoir', at('josephine.peyre'), canteen(2, 'Oscar CE1'), water(37)),
];

function payer(code: string, identity: string, ...extras: Extras[]): DemoPayer {
  const [civility = '', lastName = '', firstName = '', address = ''] = identity.split('|');
  const alone: DemoPayer = {
    code, civility, lastName, firstName, address, email: '', email2: '', mode: 'en ligne', band: 3, canteen: [], creche: null, meter: null,
  };
  const merged = extras.reduce<DemoPayer>((all, extra) => ({ ...all, ...extra }), alone);
  return merged.meter ? { ...merged, meter: numbered(merged.meter, code) } : merged;
}

/** The domain `.test` is reserved: a message sent there by mistake reaches nobody. */
function at(name: string): Extras {
  return { email: `${name}@exemple.test` };
}

function second(name: string): Extras {
  return { email2: `${name}@exemple.test` };
}

function by(mode: PaymentMode): Extras {
  return { mode };
}

function canteen(band: Band, ...children: string[]): Extras {
  return { band, canteen: children.map(child) };
}

function creche(band: Band, description: string): Extras {
  return { band, creche: child(description) };
}

function water(usual: number, place?: string): Extras {
  return { meter: { number: '', usual, index: 0, ...(place && { place }) } };
}

function child(description: string): Child {
  const [firstName = '', className = ''] = description.split(' ');
  return { firstName, className };
}

function numbered(meter: Meter, code: string): Meter {
  const rank = Number(code.slice(-3));
  return { ...meter, number: `C-${40_117 + rank * 263}`, index: 212 + rank * 37 };
}

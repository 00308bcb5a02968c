// Why: what the service refuses, one fault at a time, in the order seen (e-mail before amount: payfip.md §3.4, §3.6).
import { findDebt, type ClientRegister } from './clients.ts';
import type { LedgerEntry, RequestFields, ServiceFault, SimulatedClient } from './model.ts';

/** The service as a rule sees it. */
export interface RuleContext { register: ClientRegister; ledger: readonly LedgerEntry[]; now: number; door: 'service' | 'url' }
type Rule = (fields: RequestFields, context: RuleContext) => ServiceFault | null;

const lettersOfDoor = { service: ['T', 'X', 'W'], url: ['T', 'X', 'M', 'A'] };
const fault = (code: string, label: string): ServiceFault => ({ code, label });
const unless = (isRight: boolean, code: string, label: string) => (isRight ? null : fault(code, label));

const rules: Rule[] = [
  ({ saisie }, { door }) => unless(lettersOfDoor[door].includes(saisie), 'S1', 'Le paramètre SAISIE est incorrect.'),
  ({ numcli }) => unless(/^\d{6}$/.test(numcli), 'T1', 'Le format du numéro client est incorrect.'),
  ({ numcli }, { register }) => unless(register.find(numcli) !== undefined, 'T2', 'Numéro client inconnu de la base PayFiP.'),
  (fields, context) => refuseClosedDoor(fields, context),
  ({ mel }) => unless(mel !== '', 'A1', 'Adresse mél absente.'),
  ({ mel }) => unless(/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(mel) && mel.length >= 6 && mel.length <= 80, 'A2', 'Adresse mél incorrecte.'),
  ({ refdet }) => unless(/^[A-Za-z0-9]{6,30}$/.test(refdet), 'R3', 'Le format du paramètre REFDET n\'est pas conforme.'),
  // Codes for exer and objet are not known (payfip.md §3.6): E1 and O1 are ours. In T the service takes any exer.
  ({ exer, saisie }) => unless(saisie === 'T' || exer === '' || /^(?:2\d{3}|9999)$/.test(exer), 'E1', 'Le format du paramètre EXER n\'est pas conforme.'),
  ({ objet }) => unless(/^[A-Za-z0-9 ]{0,99}$/.test(objet), 'O1', 'Le format du paramètre OBJET n\'est pas conforme.'),
  ({ montant }) => unless(/^\d{1,10}$/.test(montant), 'M1', 'Le format du montant est incorrect.'),
  ({ montant }) => unless(Number(montant) >= 100, 'M3', 'Le montant est inférieur à 1 euro.'),
  ({ numcli, montant }, { register }) => unless(Number(montant) <= (register.find(numcli)?.maximumCents ?? 9_999_999), 'M5', 'Le montant est supérieur au maximum autorisé.'),
  ({ urlnotif }, { door }) => unless(door === 'url' || isAddress(urlnotif), 'N1', 'L\'URL de notification est incorrecte.'),
  ({ urlredirect }, { door }) => unless(door === 'url' || isAddress(urlredirect), 'D1', 'L\'URL de redirection est incorrecte.'),
  ({ urlcl }, { door }) => unless(door === 'service' || urlcl === '' || isAddress(urlcl), 'N1', 'L\'URL de retour (urlcl) est incorrecte.'),
  (fields, context) => refuseUnknownDebt(fields, context),
];

/** The first fault of a request, or null. */
export function findServiceFault(fields: RequestFields, context: RuleContext): ServiceFault | null {
  for (const rule of rules) {
    const found = rule(fields, context);
    if (found) return found;
  }
  return null;
}

function refuseClosedDoor({ numcli, saisie }: RequestFields, { register, now, door }: RuleContext): ServiceFault | null {
  const client = register.find(numcli);
  if (!client || (door === 'service' && !client.webService)) return fault('T4', 'Ce client n\'a pas d\'accès sécurisé.');
  const isProduction = !['T', 'X'].includes(saisie);
  return unless(!isProduction || register.activeMeans(client, now).length > 0, 'T4', 'Ce client n\'est pas encore activé en production.');
}

/** A titre or a rôle must be known with its exact amount, and not paid already. */
function refuseUnknownDebt(fields: RequestFields, { register, ledger }: RuleContext): ServiceFault | null {
  const client = register.find(fields.numcli);
  if (!client || client.kind === 'regie') return null;
  if (!findDebt(client, fields)) return fault('R1', 'Référence de dette inconnue, ou montant différent de celui de la dette.');
  return unless(!isDebtPaid(client, { refdet: fields.refdet, ledger }), 'R2', 'Cette dette a déjà été payée en ligne.');
}

export function isDebtPaid(client: SimulatedClient, { refdet, ledger }: { refdet: string; ledger: readonly LedgerEntry[] }): boolean {
  return client.kind !== 'regie' && ledger.some((entry) => entry.real && entry.numcli === client.numcli && entry.refdet === refdet);
}

function isAddress(url: string): boolean {
  return url.length < 250 && /^https?:\/\//.test(url) && URL.canParse(url);
}

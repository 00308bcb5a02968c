// Why: what the search offers by itself (screens, settings, actions), and how what the server found becomes a place to go.
import {
  mdiAccountCogOutline, mdiAccountOutline, mdiBrightness6, mdiBullhornOutline, mdiCogOutline, mdiCreditCardOutline, mdiEmailOutline, mdiFileDocumentOutline, mdiFileSearchOutline, mdiHistory, mdiKeyboardOutline, mdiLockOutline, mdiLogout, mdiOpenInNew,
  mdiTrayArrowDown,
} from '@mdi/js';
import { formatCount } from '../server/contract/format.ts';
import type { SearchResultDto } from '../server/contract/schemas.ts';
import type { Right } from '../server/contract/rights.ts';
import { sentenceOf } from './api.ts';
import { lockWindow } from './lock.ts';
import { say } from './notice.ts';
import { areShortcutsOpen } from './overlays.ts';
import { places } from './places.ts';
import { appearanceNames, appearances, chooseAppearance } from './preferences.ts';
import { may } from './rights.ts';
import { goTo, hrefOf } from './router.ts';
import { logOut, session } from './session.ts';
import { everySubject } from './settings-subjects.ts';
import { dashboard } from './waiting.ts';

export interface Entry {
  key: string;
  label: string;
  detail?: string;
  icon: string;
  /** Other words for it. */
  keywords?: string;
  needs?: Right;
  /** Leads to a search, and is nothing found. */
  isFurther?: true;
  run: () => void;
}
export interface Group { title: string; entries: Entry[] }

const mostOfEach = 6;
const tell = (leaving: Promise<void>) => void leaving.catch((error: unknown) => say(sentenceOf(error)));
const to = (href: string) => () => goTo(href);

const actions: Entry[] = [
  { key: 'import', label: 'Importer des factures', keywords: 'publier déposer csv pdf ajouter nouvel import', icon: mdiTrayArrowDown, needs: 'imports', run: to(hrefOf('imports')) },
  { key: 'overdue', label: 'Voir les factures en retard', keywords: 'impayées échéance relance', icon: mdiFileDocumentOutline, run: to(hrefOf('factures', null, { etat: 'overdue', tri: 'dueOn', sens: 'croissant' })) },
  { key: 'tickets', label: 'Déposer des tickets de paiement', keywords: 'eml payfip courriel', icon: mdiCreditCardOutline, needs: 'payments', run: to(hrefOf('paiements')) },
  { key: 'announce', label: 'Écrire une annonce', keywords: 'nouvelle information importante', icon: mdiBullhornOutline, needs: 'messages', run: to(hrefOf('annonces', 'nouvelle')) },
  { key: 'portal', label: 'Ouvrir le portail', keywords: 'public habitants site', icon: mdiOpenInNew, run: () => void window.open(dashboard.value?.portalUrl ?? session.current?.portalUrl ?? '', '_blank', 'noopener') },
  { key: 'lock', label: 'Verrouiller', keywords: 'absence pause session', icon: mdiLockOutline, run: lockWindow },
  { key: 'leave', label: 'Se déconnecter', keywords: 'quitter sortir session', icon: mdiLogout, run: () => tell(logOut()) },
  { key: 'shortcuts', label: 'Raccourcis clavier', keywords: 'touches aide', icon: mdiKeyboardOutline, run: () => { areShortcutsOpen.value = true; } },
  ...appearances.map((each) => ({ key: each, label: `Apparence\u00a0: ${appearanceNames[each].toLowerCase()}`, keywords: 'thème couleurs nuit jour contraste', icon: mdiBrightness6, run: () => chooseAppearance(each) })),
];
const settingEntries: Entry[] = everySubject.map(({ id, title, keywords, needs }) => ({ key: `reglages/${id}`, label: title, detail: 'Réglages', keywords, icon: mdiCogOutline, needs, run: to(hrefOf('reglages', id)) }));
const screenEntries: Entry[] = [
  ...places.map(({ screen, title, icon }) => ({ key: screen, label: title, icon, run: to(hrefOf(screen)) })),
  { key: 'courriels', label: 'Courriels envoyés', keywords: 'mails envoi renvoyer', icon: mdiEmailOutline, run: to(hrefOf('courriels')) },
  { key: 'journal', label: 'Journal', keywords: 'historique trace qui quand', icon: mdiHistory, needs: 'journal', run: to(hrefOf('journal')) },
  { key: 'compte', label: 'Mon compte', keywords: 'mot de passe téléphone double code sessions', icon: mdiAccountCogOutline, run: to(hrefOf('compte')) },
];

const isAllowed = ({ needs }: Entry) => !needs || may(needs);

/** Before anything is typed. */
export const firstGroups = (recent: Entry[]): Group[] => [{ title: 'Récemment', entries: recent }, { title: 'Actions', entries: actions.filter(isAllowed).slice(0, 6) }].filter(({ entries }) => entries.length > 0);

/** What the window itself knows by these words. */
export function ownGroups(text: string): Group[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const matching = (entries: Entry[]) => entries.filter(isAllowed).filter(({ label, keywords = '' }) => words.every((word) => plain(`${label} ${keywords}`).includes(word))).slice(0, mostOfEach);
  return [{ title: 'Actions', entries: matching(actions) }, { title: 'Écrans', entries: matching(screenEntries) }, { title: 'Réglages', entries: matching(settingEntries) }].filter(({ entries }) => entries.length > 0);
}

/** What the server found; the list of invoices itself comes last, for all that does not hold here. */
export function foundGroups(results: SearchResultDto[], text: string): Group[] {
  const of = (kind: SearchResultDto['kind']) => results.filter((each) => each.kind === kind).map(entryOf);
  const all = { key: `q ${text}`, label: `Chercher «\u00a0${text}\u00a0» dans toutes les factures`, icon: mdiFileSearchOutline, isFurther: true as const, run: to(hrefOf('factures', null, { q: text })) };
  return [{ title: 'Redevables', entries: of('payer') }, { title: 'Factures', entries: of('invoice') }, { title: 'Paiements', entries: of('payment') }, { title: 'Chercher plus loin', entries: [all] }].filter(({ entries }) => entries.length > 0);
}

export function foundWords(entries: Entry[]): string {
  const count = entries.filter(({ isFurther }) => !isFurther).length;
  return count === 0 ? 'Aucun résultat' : formatCount(count, 'résultat');
}

function entryOf({ kind, id, label, detail }: SearchResultDto): Entry {
  const icons = { payer: mdiAccountOutline, invoice: mdiFileDocumentOutline, payment: mdiCreditCardOutline };
  const hrefs = { payer: hrefOf('redevables', id), invoice: hrefOf('factures', id), payment: hrefOf('paiements', id) };
  return { key: id, label, detail, icon: icons[kind], run: to(hrefs[kind]) };
}

/** Without accents, in small letters. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

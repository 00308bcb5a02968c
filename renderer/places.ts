// Why: where one can go, once for the navigation, the search and the keyboard; with the number of things that wait in each place.
import {
  mdiAccountGroupOutline, mdiBullhornOutline, mdiCheckboxMarkedCircleOutline, mdiCogOutline, mdiCreditCardCheckOutline, mdiFileDocumentMultipleOutline, mdiForumOutline, mdiTrayArrowDown,
} from '@mdi/js';
import type { DashboardDto } from '../server/contract/schemas.ts';
import { formatCount } from '../server/contract/format.ts';
import type { ScreenName } from './router.ts';

export interface Place {
  screen: ScreenName;
  title: string;
  icon: string;
  /** Other screens that live there. */
  also?: ScreenName[];
  waiting?: (figures: DashboardDto) => { count: number; meaning: string };
}

export const places: Place[] = [
  { screen: 'accueil', title: 'À faire', icon: mdiCheckboxMarkedCircleOutline, also: ['demarrage'] },
  { screen: 'imports', title: 'Importer', icon: mdiTrayArrowDown, waiting: ({ draftImports }) => ({ count: draftImports, meaning: `${formatCount(draftImports, 'import')} à terminer` }) },
  { screen: 'factures', title: 'Factures', icon: mdiFileDocumentMultipleOutline },
  { screen: 'redevables', title: 'Redevables', icon: mdiAccountGroupOutline },
  {
    screen: 'paiements', title: 'Paiements', icon: mdiCreditCardCheckOutline,
    waiting: ({ paymentsToConfirm, paymentsToSort }) => ({ count: paymentsToConfirm + paymentsToSort, meaning: `${formatCount(paymentsToConfirm + paymentsToSort, 'paiement')} à traiter` }),
  },
  {
    screen: 'messages', title: 'Messages', icon: mdiForumOutline, also: ['courriels'],
    waiting: ({ newMessages, mailsFailed, mailsToVerify }) => ({
      count: newMessages + mailsFailed + mailsToVerify,
      meaning: `${formatCount(newMessages, 'message')} à traiter, ${formatCount(mailsFailed + mailsToVerify, 'courriel')} à revoir`,
    }),
  },
  { screen: 'annonces', title: 'Annonces', icon: mdiBullhornOutline },
  { screen: 'reglages', title: 'Réglages', icon: mdiCogOutline, also: ['journal'] },
];

export const isIn = (place: Place, screen: ScreenName) => place.screen === screen || Boolean(place.also?.includes(screen));

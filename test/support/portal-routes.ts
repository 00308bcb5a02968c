// Every route of the portal, by who may reach it. The tests compare this list with the router: a route that is missing here fails.
import type Router from '@koa/router';

/**
 * `public`: no session needed · `own`: the resident's own pages · `by-id`: names an invoice · `payment`: names a payment · `shared`: names something common to all ·
 * `door`: PayFiP calls it, without session nor form token. */
export type RouteKind = 'public' | 'door' | 'own' | 'by-id' | 'payment' | 'shared';
export interface Route { kind: RouteKind; fields?: Record<string, string> }

export const portalRoutes: Record<string, Route> = {
  'GET /': { kind: 'public' },
  'GET /connexion': { kind: 'public' },
  'POST /connexion': { kind: 'public', fields: { email: 'a@exemple.test', password: 'parapluie-bleu-42' } },
  'POST /deconnexion': { kind: 'public' },
  'GET /activation': { kind: 'public' },
  'POST /activation': { kind: 'public', fields: { email: 'a@exemple.test' } },
  'GET /mot-de-passe-oublie': { kind: 'public' },
  'POST /mot-de-passe-oublie': { kind: 'public', fields: { email: 'a@exemple.test' } },
  'POST /mot-de-passe': { kind: 'public', fields: { link: 'x', password: 'chaise-longue-73', confirmation: 'chaise-longue-73' } },
  'POST /confirmation': { kind: 'public', fields: { link: 'x' } },
  'GET /contact': { kind: 'public' },
  'POST /contact': { kind: 'public', fields: { name: 'A', email: 'a@exemple.test', subject: 'Objet', body: 'Message' } },
  'GET /mentions-legales': { kind: 'public' },
  'GET /accessibilite': { kind: 'public' },
  'GET /logo-:version': { kind: 'public' },
  'GET /robots.txt': { kind: 'public' },
  'GET /paiements/notification': { kind: 'door' },
  'POST /paiements/notification': { kind: 'door', fields: { idop: 'x' } },
  'GET /paiements/retour': { kind: 'door' },
  'POST /paiements/retour': { kind: 'door', fields: { idop: 'x' } },
  'GET /paiements/resultat/:token': { kind: 'door' },
  'POST /paiements/resultat/:token': { kind: 'door' },
  'GET /accueil': { kind: 'own' },
  'GET /factures': { kind: 'own' },
  'GET /informations': { kind: 'own' },
  'GET /informations/papier': { kind: 'own' },
  'POST /informations/papier': { kind: 'own', fields: { wanted: '1' } },
  'GET /informations/adresse': { kind: 'own' },
  'POST /informations/adresse': { kind: 'own', fields: { email: 'autre@exemple.test', password: 'parapluie-bleu-42' } },
  'GET /informations/mot-de-passe': { kind: 'own' },
  'POST /informations/mot-de-passe': { kind: 'own', fields: { current: 'parapluie-bleu-42', password: 'chaise-longue-73', confirmation: 'chaise-longue-73' } },
  'GET /factures/:id': { kind: 'by-id' },
  'GET /factures/:id/pdf': { kind: 'by-id' },
  'POST /factures/:id/declarer': { kind: 'by-id' },
  'POST /factures/:id/ne-plus-declarer': { kind: 'by-id' },
  'GET /paiements': { kind: 'own' },
  'POST /paiements': { kind: 'own', fields: { factures: 'x' } },
  'GET /paiements/selection': { kind: 'own' },
  'GET /paiements/tipi': { kind: 'own' },
  'GET /paiements/suite': { kind: 'own' },
  'GET /paiements/essai': { kind: 'own' },
  'GET /paiements/:id': { kind: 'payment' },
  'POST /annonces/:id/fermer': { kind: 'shared' },
};

export interface NamedRoute extends Route { name: string; method: string; path: string }

export const routesOf = (router: Router): string[] =>
  router.stack.flatMap((layer) => layer.methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${String(layer.path)}`));

/** The routes of the table that suit. */
export function routesWhere(suits: (route: NamedRoute) => boolean): NamedRoute[] {
  return Object.entries(portalRoutes).map(([name, route]) => {
    const [method = '', path = ''] = name.split(' ');
    return { ...route, name, method, path };
  }).filter(suits);
}

/** The path with its parameters filled. */
export const fill = (path: string, id: string): string => path.replace(/:\w+/, id);

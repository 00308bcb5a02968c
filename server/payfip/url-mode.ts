// Why: paying by address alone (TIPI): the address to open, and the reading of a result that anyone could have written (payfip.md §2).
import type { PaymentResult } from '../domain/payfip-result.ts';
import { findPaymentFaults, type UrlSaisie } from '../domain/references.ts';
import { AppError } from '../errors.ts';
import { payfipUrl } from './addresses.ts';

export interface UrlPayment {
  numcli: string; exer: string; refdet: string; objet: string;
  /** In cents. */
  montant: number;
  mel: string; saisie: UrlSaisie;
  /** Receives the result, server to server; a titre or a rôle may have none. */
  urlcl?: string;
}

/** The address to open on the resident's own click. @throws AppError with PayFiP's field when it would be refused. */
export function urlModeAddress(baseUrl: string, payment: UrlPayment): string {
  const [fault] = findPaymentFaults(payment, 'url');
  if (fault) throw new AppError(fault.code, {}, fault.field);
  const { numcli, exer, refdet, objet, montant, mel, urlcl, saisie } = payment;
  const fields: [string, string][] = [
    ['numcli', numcli], ['exer', exer], ['refdet', refdet], ['objet', objet], ['montant', String(montant)], ['mel', mel], ['urlcl', urlcl ?? ''], ['saisie', saisie],
  ];
  const url = payfipUrl(baseUrl, '/tpa/paiement.web');
  url.search = new URLSearchParams(fields.filter(([, value]) => value !== '')).toString();
  return url.href;
}

const fieldNames = [
  'numcli', 'exer', 'refdet', 'objet', 'montant', 'mel', 'saisie', 'resultrans', 'numauto', 'dattrans', 'heurtrans',
] as const satisfies readonly (keyof PaymentResult)[];

/**
 * The result posted to `urlcl`, names in any case, from the body or else the query; null when it is none.
 * NOT SIGNED: the payer can write it. It may say « declared paid », never « paid ».
 */
export function readUrlResult(received: { body?: URLSearchParams | undefined; query?: URLSearchParams | undefined }): PaymentResult | null {
  const values = new Map<string, string>();
  for (const [name, value] of [...(received.body ?? []), ...(received.query ?? [])]) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value.trim().slice(0, 250));
  }
  if (!values.get('refdet') || !values.get('resultrans')) return null;
  return Object.fromEntries(fieldNames.map((name) => [name, values.get(name) ?? ''])) as unknown as PaymentResult;
}

/** The operation that a notification or a return names: `idop` or `idOp`, body or query; null when none. It proves nothing: ask PayFiP. */
export function readIdOp(received: { body?: URLSearchParams | undefined; query?: URLSearchParams | undefined }): string | null {
  const [, idOp] = [...(received.body ?? []), ...(received.query ?? [])].find(([name]) => name.toLowerCase() === 'idop') ?? [];
  return idOp !== undefined && isIdOp(idOp.trim()) ? idOp.trim() : null;
}

/** Opaque, but short and plain: at most 36 letters, digits, dashes or underscores. */
export function isIdOp(text: string): boolean {
  return /^[\w-]{1,36}$/.test(text);
}

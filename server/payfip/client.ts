// Why: the door to PayFiP's web service. It asks and reads; what an answer means is decided in domain/payfip-result.ts.
import type { PaymentResult } from '../domain/payfip-result.ts';
import { findPaymentFaults, numcliFault, type ServiceSaisie } from '../domain/references.ts';
import { AppError } from '../errors.ts';
import { assertOutsideTransaction } from '../transaction-scope.ts';
import { payfipUrl } from './addresses.ts';
import { readEnvelope, writeEnvelope, type Operation } from './envelope.ts';
import { PayfipUnavailable } from './payfip-errors.ts';
import { postEnvelope } from './post-envelope.ts';
import { isIdOp } from './url-mode.ts';

export interface PayfipService {
  /** https://www.payfip.gouv.fr, or the simulator's. */
  baseUrl: string;
  /** 15 s unless a test is in a hurry. */
  timeoutMs?: number;
  /** Ends the call before: that of a whole of which the call is a part. */
  signal?: AbortSignal | undefined;
}

export interface ServicePayment {
  numcli: string; exer: string; refdet: string; objet: string;
  /** In cents. */
  montant: number;
  mel: string; saisie: ServiceSaisie; urlnotif: string; urlredirect: string;
}
export type ServiceResult = PaymentResult & { idOp: string };
export interface PayfipClient { numcli: string; labels: string[] }

/** How long PayFiP may take, and what asks it as a whole. */
export const usualTimeoutMs = 15_000;

/** Opens an operation: its `idOp`, to be stored before anyone is sent to it. @throws AppError, PayfipRefused, PayfipUnavailable */
export async function createPayment(service: PayfipService, payment: ServicePayment): Promise<string> {
  const [fault] = findPaymentFaults(payment, 'service');
  if (fault) throw new AppError(fault.code, {}, fault.field);
  const { numcli, exer, refdet, objet, montant, mel, saisie, urlnotif, urlredirect } = payment;
  const fields = { exer, mel, montant: String(montant), numcli, objet, refdet, saisie, urlnotif, urlredirect };
  const idOp = (await call(service, 'creerPaiementSecurise', fields)).get('idop') ?? '';
  if (!isIdOp(idOp)) throw new PayfipUnavailable('unreadable', 'no idOp in the answer');
  return idOp;
}

/** What PayFiP knows of an operation; may be asked at any time, as often as needed. @throws PayfipRefused (P5, P1), PayfipUnavailable */
export async function readPayment(service: PayfipService, idOp: string): Promise<ServiceResult> {
  const fields = await call(service, 'recupererDetailPaiementSecurise', { idOp });
  const text = (name: string) => fields.get(name) ?? '';
  if (text('idop') !== '' && text('idop') !== idOp) throw new PayfipUnavailable('unreadable', 'the answer speaks of another operation');
  // An empty answer says nothing, and must not be taken for a letter that nobody knows.
  if (text('resultrans') === '' || text('refdet') === '') throw new PayfipUnavailable('unreadable', 'no result in the answer');
  return {
    idOp, numcli: text('numcli'), exer: text('exer'), refdet: text('refdet'), objet: text('objet'), montant: text('montant'), mel: text('mel'),
    saisie: text('saisie'), resultrans: text('resultrans'), numauto: text('numauto'), dattrans: text('dattrans'), heurtrans: text('heurtrans'),
  };
}

/** Who a client number is, to check it without paying: its labels, from the widest. @throws AppError, PayfipRefused, PayfipUnavailable */
export async function readClient(service: PayfipService, numcli: string): Promise<PayfipClient> {
  const fault = numcliFault(numcli);
  if (fault) throw new AppError(fault, {}, 'numcli');
  const fields = await call(service, 'recupererDetailClient', { numCli: numcli });
  const labels = ['libellen1', 'libellen2', 'libellen3'].map((name) => fields.get(name) ?? '').filter((label) => label !== '');
  const answered = fields.get('numcli');
  if (answered && answered !== numcli) throw new PayfipUnavailable('unreadable', 'the answer speaks of another client');
  return { numcli, labels };
}

async function call(service: PayfipService, operation: Operation, fields: Record<string, string>): Promise<Map<string, string>> {
  assertOutsideTransaction('calling PayFiP');
  const url = payfipUrl(service.baseUrl, '/tpa/services/securite');
  return readEnvelope(operation, await postEnvelope(url, writeEnvelope(operation, fields), service.signal ?? AbortSignal.timeout(service.timeoutMs ?? usualTimeoutMs)));
}

// Why: turns a reading that may throw into the answer that the domain decides on, so that no caller forgets P5 or an outage.
import type { Answer } from '../domain/payfip-result.ts';
import { readPayment, type PayfipService, type ServiceResult } from './client.ts';
import { PayfipRefused, PayfipUnavailable } from './payfip-errors.ts';

export interface PaymentReading { answer: Answer; result: ServiceResult | null; error: PayfipRefused | PayfipUnavailable | null }

/** Asks PayFiP about an operation; never throws for what PayFiP does. */
export async function askPayment(service: PayfipService, idOp: string): Promise<PaymentReading> {
  try {
    const result = await readPayment(service, idOp);
    return { answer: { kind: 'result', resultrans: result.resultrans }, result, error: null };
  } catch (error) {
    if (error instanceof PayfipRefused) return { answer: { kind: 'fault', code: error.code }, result: null, error };
    if (error instanceof PayfipUnavailable) return { answer: { kind: 'outage' }, result: null, error };
    throw error;
  }
}

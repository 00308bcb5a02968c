// Why this file exists: the words that the parts of the demonstration's generator share.
// Amounts are whole cents, days are 'YYYY-MM-DD', months are 'YYYY-MM'.

export type RegieCode = 'CANT' | 'CRECHE' | 'EAU';
export type PaymentMode = 'en ligne' | 'prelevement' | 'guichet';
export type SettlementState = 'non reglee' | 'reglee' | 'tresorerie';

/** The income band of a family, from the lowest prices (1) to the highest (5). */
export type Band = 1 | 2 | 3 | 4 | 5;

export interface Child {
  firstName: string;
  className: string;
}

export interface Meter {
  number: string;
  /** Usual consumption of half a year, in m³. */
  usual: number;
  /** The index at the start of the demonstration. */
  index: number;
  /** Where the water is delivered, when it is not the payer's address. */
  place?: string;
}

export interface DemoPayer {
  code: string;
  civility: string;
  lastName: string;
  firstName: string;
  address: string;
  email: string;
  email2: string;
  mode: PaymentMode;
  band: Band;
  canteen: Child[];
  creche: Child | null;
  meter: Meter | null;
}

export interface InvoiceLine {
  label: string;
  quantity: number;
  unit: string;
  unitPriceCents: number;
  amountCents: number;
}

export interface LineGroup {
  title: string;
  lines: InvoiceLine[];
}

export interface DemoInvoice {
  number: string;
  regie: RegieCode;
  payer: DemoPayer;
  issuedOn: string;
  dueOn: string;
  subject: string;
  groups: LineGroup[];
  amountCents: number;
  mode: PaymentMode;
  state: SettlementState;
  /** Day of the direct debit, empty for the other modes. */
  debitedOn: string;
  fileName: string;
}

/** One line of an invoice; its amount is rounded to the cent. */
export function invoiceLine(label: string, [quantity, unit]: [number, string], unitPriceCents: number): InvoiceLine {
  return { label, quantity, unit, unitPriceCents, amountCents: Math.round(quantity * unitPriceCents) };
}

export function totalOf(groups: LineGroup[]): number {
  return groups.flatMap((group) => group.lines).reduce((sum, line) => sum + line.amountCents, 0);
}

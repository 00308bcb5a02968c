// Why this file exists: what a family owes for a month of canteen, after-school care or crèche, at the commune's prices.
import { schoolDays } from './calendar.ts';
import { invoiceLine, type Band, type Child, type DemoPayer, type InvoiceLine, type LineGroup } from './model.ts';
import { seededRandom } from './seeded-random.ts';

/** Prices in cents for the bands 1 to 5. */
const prices = {
  meal: [145, 258, 334, 387, 462],
  morning: [62, 88, 112, 134, 158],
  evening: [105, 148, 190, 229, 268],
  wednesday: [520, 790, 1_080, 1_400, 1_690],
  holiday: [610, 890, 1_220, 1_560, 1_880],
  crecheHour: [58, 94, 141, 187, 246],
} as const;
type Service = keyof typeof prices;

/** Schooldays and extras of each child of the payer, one group a child. */
export function canteenGroups(payer: DemoPayer, month: string): LineGroup[] {
  const manual = manualGroups(payer, month);
  return manual ?? payer.canteen.map((child) => childGroup(payer, child, month));
}

/** The hours that the child of the payer spent at the crèche, in halves of an hour. */
export function crecheGroups(payer: DemoPayer, child: Child, month: string): LineGroup[] {
  const random = seededRandom(`creche ${payer.code} ${month}`);
  const most = Math.floor(17_000 / priceOf('crecheHour', payer.band));
  const hours = Math.min(random.int(120, 230) / 2, most);
  const extra = random.chance(30) ? random.int(1, 6) / 2 : 0;
  const lines = [
    invoiceLine('Heures d’accueil prévues au contrat', [hours, 'h'], priceOf('crecheHour', payer.band)),
    ...(extra > 0 ? [invoiceLine('Heures complémentaires', [extra, 'h'], priceOf('crecheHour', payer.band))] : []),
  ];
  return [{ title: `${child.firstName} – section des ${child.className}`, lines }];
}

function childGroup(payer: DemoPayer, child: Child, month: string): LineGroup {
  const random = seededRandom(`canteen ${payer.code} ${child.firstName} ${month}`);
  const days = schoolDays[month] ?? 0;
  const meals = Math.max(payer.canteen.length > 1 ? 6 : 9, days - random.int(0, 3));
  const mornings = random.chance(55) ? random.int(2, Math.min(meals, 12)) : 0;
  const evenings = payer.canteen.length === 1 || random.chance(50) ? random.int(5, Math.min(meals, 11)) : 0;
  const wednesdays = payer.canteen.length === 1 && random.chance(40) ? random.int(1, 3) : 0;
  return counted(child, payer.band, { meal: meals, morning: mornings, evening: evenings, wednesday: wednesdays, holiday: 0 });
}

/** The invoice of the resident's manual: 243,11 € of « Multi Services » for Test SISTEC560. */
function manualGroups(payer: DemoPayer, month: string): LineGroup[] | null {
  const [first, other] = payer.canteen;
  if (payer.code !== 'SISTEC560' || month !== '2026-10' || !first || !other) return null;
  return [
    counted(first, payer.band, { meal: 8, morning: 7, evening: 7, wednesday: 2, holiday: 3 }),
    counted(other, payer.band, { meal: 8, morning: 6, evening: 6, wednesday: 2, holiday: 2 }),
  ];
}

function counted(child: Child, band: Band, counts: Record<Exclude<Service, 'crecheHour'>, number>): LineGroup {
  const lines: InvoiceLine[] = [
    invoiceLine('Repas au restaurant scolaire', [counts.meal, 'repas'], priceOf('meal', band)),
    invoiceLine('Accueil périscolaire du matin', [counts.morning, 'matins'], priceOf('morning', band)),
    invoiceLine('Accueil périscolaire du soir', [counts.evening, 'soirs'], priceOf('evening', band)),
    invoiceLine('Mercredi au centre de loisirs', [counts.wednesday, 'jours'], priceOf('wednesday', band)),
    invoiceLine('Vacances d’automne au centre de loisirs', [counts.holiday, 'jours'], priceOf('holiday', band)),
  ];
  return { title: `${child.firstName} – classe de ${child.className}`, lines: lines.filter((line) => line.quantity > 0) };
}

function priceOf(service: Service, band: Band): number {
  return prices[service][band - 1] ?? 0;
}

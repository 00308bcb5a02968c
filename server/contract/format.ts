// Why: French typography of amounts and dates, written once for the portal, the mails and the staff interface.

const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const dateTime = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Paris' });
const longDay = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Cents → « 1 234,50 € », with no-break spaces. */
export function formatEuros(cents: number): string {
  return euros.format(cents / 100);
}

/** '2017-07-10' → « 10/07/2017 ». */
export function formatDay(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** '2017-07-10' → « 10 juillet 2017 », « 1er juillet 2017 ». */
export function formatLongDay(day: string): string {
  return longDay.format(new Date(`${day}T00:00:00Z`)).replace(/^1 /, '1er ');
}

/** '2026-11-30' → « lundi 30 novembre », '2026-12-01' → « mardi 1er décembre »: a day so near that its year goes without saying. */
export function formatWeekday(day: string): string {
  return weekday.format(new Date(`${day}T00:00:00Z`)).replace(/ 1 /, ' 1er ');
}

/** An instant → « 10/07/2017 14:05 », in French time. */
export function formatDateTime(instant: Date | string): string {
  return dateTime.format(new Date(instant));
}

/** Minutes to wait → « 1 minute », « 12 minutes », « 3 heures », « 1 heure et 5 minutes ». */
export function formatWait(minutes: number): string {
  const [hours, left] = [Math.floor(minutes / 60), minutes % 60];
  const words = [hours > 0 ? formatCount(hours, 'heure') : '', left > 0 || hours === 0 ? formatCount(left, 'minute') : ''];
  return words.filter(Boolean).join(' et ');
}

/** A name between « »; those it holds become “ ”. */
export function quoted(text: string): string {
  return `«\u00a0${text.replace(/«\s*/g, '“').replace(/\s*»/g, '”')}\u00a0»`;
}

/** « 1 facture », « 3 factures », « 0 facture ». */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('fr-FR')}\u00a0${Math.abs(count) < 2 ? singular : plural}`;
}

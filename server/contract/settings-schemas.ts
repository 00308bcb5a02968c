// Why: the settings of the commune, as the server keeps them and as they are typed.
import { z } from 'zod';
import { isPayfipAddress } from '../domain/payfip-address.ts';
import { exposures } from './states.ts';

const text = (max: number) => z.string().trim().max(max, `${max} caractères au plus`);
const requiredText = (max: number) => text(max).min(1, 'à remplir');
export const emailAddress = z.string().trim().max(254, '254 caractères au plus')
  .regex(/^[^\s@<>()",;:\\[\]]+@[^\s@<>()",;:\\[\]]+\.[^\s@<>()",;:\\[\].]{2,}$/, 'adresse de messagerie incorrecte');
const optionalEmail = z.union([z.literal(''), emailAddress]);

/** `https://name` or `http://name:port`, that every program can read. */
export const isSiteAddress = (url: string): boolean => /^https?:\/\/[^\s/?#@]+$/.test(url) && URL.canParse(url);

/** Settings of the commune, one row a section. Every change is audited. */
export const settingsSchema = z.object({
  commune: z.object({
    name: requiredText(120),
    serviceName: requiredText(160),
    accentColor: z.string().regex(/^#[0-9a-f]{6}$/i, 'couleur attendue, par exemple #1f5f8b'),
  }),
  contact: z.object({ personName: text(120), email: optionalEmail, phone: text(40), hours: text(200) }),
  welcome: z.object({ title: requiredText(120), text: text(8_000) }),
  portal: z.object({
    publicUrl: z.string().trim().refine(isSiteAddress, 'adresse attendue, par exemple https://factures.macommune.fr, sans «\u00a0/\u00a0» à la fin'),
    exposure: z.enum(exposures),
    minPasswordLength: z.number().int().min(5, '5 au moins').max(64, '64 au plus'),
  }),
  smtp: z.object({
    host: text(200), port: z.number().int().min(1).max(65_535),
    security: z.enum(['none', 'starttls', 'tls']), user: text(200),
    fromName: text(120), fromAddress: optionalEmail,
  }),
  payments: z.object({
    /** PayFiP, or the simulator of this machine. */
    baseUrl: z.string().trim().refine(isPayfipAddress, 'adresse de PayFiP attendue, par exemple https://www.payfip.gouv.fr'),
    /** The sentence that residents read while nothing can be paid; null: payments are open. */
    suspension: requiredText(300).nullable(),
  }),
  /** The window of the town hall: minutes without anybody before it locks. */
  staff: z.object({ lockMinutes: z.number().int().min(1, '1 au moins').max(120, '120 au plus') }),
  legal: z.object({ publicationDirector: text(160), address: text(300), dpoContact: text(200) }),
});
export type Settings = z.infer<typeof settingsSchema>;
export const settingsPatchSchema = settingsSchema.partial();
/** Sections, in the order in which they are shown. */
export const sectionNames = Object.keys(settingsSchema.shape) as (keyof Settings)[];

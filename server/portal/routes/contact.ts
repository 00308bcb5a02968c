// Contact: a message to the service, its person, phone and hours.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { sendContactMessage } from '../../commands/send-contact-message.ts';
import { readInvoice, readInvoices } from '../../db/reads.ts';
import { formatEuros } from '../../contract/format.ts';
import { addressBlock } from '../../domain/client-address.ts';
import { sessionOf } from '../../http/session.ts';
import { readSettings } from '../../settings.ts';
import { chromeFor } from '../chrome.ts';
import { emptyForm, readPortalForm, refusedForm } from '../forms.ts';
import ContactPage from '../pages/ContactPage.vue';
import { renderPage } from '../render.ts';
import type { FormView, Notice } from '../views.ts';

/** Of each state. */
const mostChoices = 24;
const asOftenAsked = ['unpaid', 'treasury', 'paid'] as const;

export function contactRoutes(router: Router): void {
  router.get('/contact', async (ctx) => {
    const sent: Notice | null = ctx.URL.searchParams.get('message') === 'envoye'
      ? { kind: 'success', text: 'Votre message est bien parti. Le service vous répondra par message électronique.' } : null;
    const invoice = ctx.URL.searchParams.get('facture');
    await showContact(ctx, invoice ? { values: { invoice }, errors: {} } : emptyForm, sent);
  });

  router.post('/contact', async (ctx) => {
    const form = await readPortalForm(ctx);
    const session = sessionOf(ctx);
    try {
      await sendContactMessage({
        accountId: session?.accountId ?? null, senderName: session ? session.payerNames.slice(0, 150) : form.name ?? '', senderEmail: session?.email ?? form.email ?? '',
        subject: form.subject ?? '', body: form.body ?? '', invoiceId: form.invoice || null,
        addressBlock: addressBlock(ctx.state.clientAddress), now: new Date(),
      });
      ctx.redirect('/contact?message=envoye');
      ctx.status = 303;
    } catch (error) {
      await showContact(ctx, refusedForm(ctx, form, error), null);
    }
  });
}

async function showContact(ctx: Context, form: FormView, notice: Notice | null): Promise<void> {
  const { contact } = await readSettings();
  const session = sessionOf(ctx);
  const listed = session ? await Promise.all(asOftenAsked.map((state) => readInvoices(session.accountId, state, { limit: mostChoices, offset: 0 }))) : [];
  const asked = session && form.values.invoice ? await readInvoice(session.accountId, form.values.invoice) : undefined;
  const offered = listed.flat().filter(({ id }) => id !== asked?.id);
  const invoices = [...(asked ? [asked] : []), ...offered].map(({ id, number, subject, amountCents }) => ({ id, label: `${number} – ${subject} – ${formatEuros(amountCents)}` }));
  await renderPage(ctx, ContactPage, { chrome: await chromeFor(ctx, 'contact'), form, notice, contact, invoices });
}

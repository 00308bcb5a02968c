// Why: PayFiP may take fifteen seconds to open a payment: the window that waits for it says so at once, then goes on by itself, without any script.
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from 'koa';
import type { StartedPayment } from '../commands/start-payment.ts';
import { AppError } from '../errors.ts';
import { asRefusal } from '../http/errors.ts';
import { chromeFor } from './chrome.ts';
import ConnectingPage from './pages/ConnectingPage.vue';
import DepartureOutcome from './parts/DepartureOutcome.vue';
import { htmlOf } from './render.ts';

/** Below it nobody sees a blank window, and the answer is a plain redirection. */
const quickMs = 1_500;

/** Waits a little. False: PayFiP has not answered yet. Never throws. */
export const isQuick = (starting: Promise<unknown>): Promise<boolean> =>
  Promise.race([starting.then(() => true, () => true), wait(quickMs, false, { ref: false })]);

/** Sends the page at once; what comes of the payment follows when it is known: the page of PayFiP, or why not with the way back. */
export async function showConnecting(ctx: Context, starting: Promise<StartedPayment>, back: string): Promise<void> {
  const [before = '', after = ''] = (await htmlOf(ConnectingPage, { chrome: await chromeFor(ctx, 'factures') })).split('<hr id="suite">');
  const page = new PassThrough();
  ctx.compress = false;
  ctx.set('X-Accel-Buffering', 'no');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = page;
  page.write(`<!doctype html>${before}`);
  void outcomeOf(ctx, starting).then((outcome) => htmlOf(DepartureOutcome, { ...outcome, back })).then((html) => page.end(html + after), () => page.end(after));
}

async function outcomeOf(ctx: Context, starting: Promise<StartedPayment>): Promise<{ url: string | null; refusal: string | null }> {
  try {
    return { url: (await starting).url, refusal: null };
  } catch (error) {
    return { url: null, refusal: (error instanceof AppError ? error : asRefusal(ctx, error)).sentence };
  }
}

// Lets a browser in: a new secret each time, so that a secret known before login opens nothing.
import { currentPlace } from '../call-place.ts';
import { fingerprint, newId, newSecret } from '../crypto/tokens.ts';
import { sessionLife, type SessionKind } from '../domain/session.ts';
import { Session } from '../models/index.ts';

export interface SessionOrder { kind: SessionKind; accountId?: string; agentId?: string; viewerId?: string; family?: string; isRemembered?: boolean; expiresAt?: Date }

/** Answers the secret of the cookie. */
export async function openSession(order: SessionOrder, now: Date): Promise<string> {
  const secret = newSecret();
  await Session.create({
    tokenHash: fingerprint(secret), kind: order.kind, accountId: order.accountId ?? null, agentId: order.agentId ?? null, viewerId: order.viewerId ?? null,
    family: order.family ?? newId(), isRemembered: order.isRemembered ?? false, place: currentPlace(), lastSeenAt: now,
    expiresAt: order.expiresAt ?? new Date(now.getTime() + sessionLife[order.kind]),
  });
  return secret;
}

// Why: the words that the shell and the server exchange; anything else that arrives is ignored.

import { readWork, type Work } from './work.ts';

export interface ServerAddresses {
  /** For this machine. */
  portalUrl: string;
  /** Those that the links of the staff interface lead to: the public one, and where the portal listens. */
  portalAddresses: string[];
  staffUrl: string;
  /** Opens the window as a workstation, once. */
  launchKey: string;
}

/** Answered by yes or no: is it open, with data that answer; may the agent at the window change settings. */
export type Question = 'health' | 'may-settings';

/** `wake`: the machine has slept. `number`: the answer repeats it, for a late one must not pass for another. */
export type ShellMessage = { type: 'ping' } | { type: 'wake' } | { type: Question; number: number } | { type: 'new-launch-key' } | { type: 'stop' };

export type ServerMessage =
  | ({ type: 'ready' } & ServerAddresses)
  /** A French sentence; the server then exits. `otherPort` is free, when the portal's is taken; `isRestorable`: a backup may mend it. */
  | { type: 'failed'; message: string; otherPort: number | undefined; isRestorable: boolean }
  | { type: 'portal-addresses'; portalAddresses: string[] }
  | { type: 'pong' }
  | { type: 'answer'; number: number; isYes: boolean }
  | { type: 'launch-key'; launchKey: string }
  /** What waits for the secretary now. */
  | { type: 'work'; work: Work };

export function readServerMessage(message: unknown): ServerMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const fields: Record<string, unknown> = { ...message };
  const { type, portalUrl, staffUrl, launchKey, message: sentence, otherPort } = fields;
  if (type === 'pong') return { type };
  const portalAddresses = Array.isArray(fields.portalAddresses) ? fields.portalAddresses.filter((each) => typeof each === 'string') : [];
  if (type === 'portal-addresses') return { type, portalAddresses };
  if (type === 'answer') return { type, number: Number(fields.number), isYes: fields.isYes === true };
  if (type === 'failed' && typeof sentence === 'string') return { type, message: sentence, otherPort: typeof otherPort === 'number' && otherPort > 0 ? otherPort : undefined, isRestorable: fields.isRestorable === true };
  if (type === 'work') {
    const work = readWork(fields.work);
    return work && { type, work };
  }
  if (typeof launchKey !== 'string') return undefined;
  if (type === 'launch-key') return { type, launchKey };
  const isReady = type === 'ready' && typeof portalUrl === 'string' && typeof staffUrl === 'string';
  return isReady ? { type, portalUrl, portalAddresses, staffUrl, launchKey } : undefined;
}

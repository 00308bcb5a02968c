// Why: what a handler of the staff API receives beside its checked input.
import type { Context } from 'koa';
import type { Need } from '../contract/rights.ts';
import type { EndpointInput, EndpointName, EndpointOutput } from '../contract/staff-api.ts';
import type { Agent } from '../models/index.ts';

export interface StaffCall {
  ctx: Context;
  dataFolder: string;
  /** Null only for the endpoints that a workstation may call before login. */
  agent: Agent | null;
  /** Fingerprint of the agent's session; '' without agent. */
  sessionHash: string;
  /** For the journal: `agent:<id>`. */
  actor: string;
  now: Date;
  /** Addresses at which the portal listens now. */
  listensAt: () => string[];
  /** Listens again after a change of the portal's exposure. */
  portalChanged: () => Promise<void>;
  /** Puts the verified backup in the place of this state. */
  replaceState: () => Promise<void>;
}
/** The call of a file route, by somebody who has what it needs. @throws AppError those of `admit` */
export type CallOf = (ctx: Context, needs: Need) => Promise<StaffCall>;
export type Handler<N extends EndpointName> = (input: EndpointInput<N>, call: StaffCall) => Promise<EndpointOutput<N>>;
export type Handlers<N extends EndpointName = EndpointName> = { [K in N]: Handler<K> };

// Checks that a client of another house, which builds itself from the simulator's own contract, gets along with it.
import { createClientAsync } from 'soap';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { simulate } from '../support/payfip.ts';

type Operation = 'creerPaiementSecurise' | 'recupererDetailPaiementSecurise' | 'recupererDetailClient';
const reply = z.tuple([z.object({ return: z.record(z.string(), z.string()) })]).rest(z.unknown());
const failure = z.object({
  response: z.object({ status: z.number() }),
  root: z.object({ Envelope: z.object({ Body: z.object({ Fault: z.object({ faultstring: z.string(), detail: z.record(z.string(), z.unknown()) }) }) }) }),
});

// The library follows the proxy of the machine even to itself.
vi.stubEnv('no_proxy', '127.0.0.1');

async function clientOf(baseUrl: string) {
  const client = await createClientAsync(`${baseUrl}/tpa/services/securite?wsdl`);
  const call = async (operation: Operation, arg0: Record<string, string>) => reply.parse(await client[`${operation}Async`]({ arg0 }))[0].return;
  return { client, call };
}

const debt = { exer: '2026', mel: 'camille@exemple.fr', montant: '1250', numcli: '006270', objet: 'Cantine', refdet: 'F2026001ABCDEF', saisie: 'W' };
const payment = { ...debt, urlnotif: 'http://127.0.0.1:9/n?a=1&b=2', urlredirect: 'http://127.0.0.1:9/r' };

describe('a client built by a library from the contract', () => {
  it('finds the three operations, and nothing else', async () => {
    const { client } = await clientOf((await simulate()).baseUrl);
    expect(client.describe()).toEqual({ PaiementSecuriseService: { PaiementSecuriseServicePort: {
      creerPaiementSecurise: expect.anything(), recupererDetailPaiementSecurise: expect.anything(), recupererDetailClient: expect.anything(),
    } } });
  });

  it('creates a payment, reads its result once it is made, and asks who a client is', async () => {
    const simulator = await simulate();
    const { call } = await clientOf(simulator.baseUrl);
    const { idOp } = await call('creerPaiementSecurise', payment);
    const operation = simulator.find(idOp!)!;
    expect(operation.fields).toEqual({ ...payment, urlcl: '' });
    await simulator.act(operation.id, { kind: 'decide', resultrans: 'P' });
    expect(await call('recupererDetailPaiementSecurise', { idOp: idOp! })).toEqual({
      ...debt, idOp, resultrans: 'P', numauto: operation.result!.numauto, dattrans: '03122026', heurtrans: '1200',
    });
    expect(await call('recupererDetailClient', { numCli: '006270' })).toEqual({
      libelleN1: 'DDFIP DE DEMONSTRATION', libelleN2: 'COMMUNE DE SAINT AUBIN LES VIGNES', libelleN3: 'REGIE CANTINE ET GARDERIE', numcli: '006270',
    });
  });

  it.each<[Operation, Record<string, string>, { code: string; libelle: string }]>([
    ['creerPaiementSecurise', { ...payment, mel: 'faux' }, { code: 'A2', libelle: 'Adresse mél incorrecte.' }],
    ['recupererDetailPaiementSecurise', { idOp: 'inconnu' }, { code: 'P1', libelle: 'IdOp incorrect.' }],
    ['recupererDetailClient', { numCli: '999999' }, { code: 'T2', libelle: 'Numéro client incorrect.' }],
  ])('reads the fault of %s from status 500', async (operation, fields, fault) => {
    const { call } = await clientOf((await simulate()).baseUrl);
    const error = failure.parse(await call(operation, fields).catch((each: unknown) => each));
    expect(error.response.status).toBe(500);
    expect(error.root.Envelope.Body.Fault).toEqual({
      faultstring: 'fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur', detail: { FonctionnelleErreur: { ...fault, severite: '2' } },
    });
  });

  it('reads a technical fault', async () => {
    const simulator = await simulate();
    const { call } = await clientOf(simulator.baseUrl);
    simulator.breakService('technical');
    const error = failure.parse(await call('recupererDetailClient', { numCli: '006270' }).catch((each: unknown) => each));
    expect(error.root.Envelope.Body.Fault.detail).toEqual({ TechDysfonctionnementErreur: { code: '999', libelle: 'Erreur technique.', severite: '3' } });
  });
});

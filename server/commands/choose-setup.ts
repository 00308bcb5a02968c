// « Plus tard » or « je n'en ai pas besoin » for a step of the first run; a reminder only, kept for every agent.
import type { SetupChoice, SetupStep } from '../contract/setup.ts';
import { inTransaction } from '../db/database.ts';
import { Setting } from '../models/index.ts';
import { readSetupChoices, setupSection } from '../settings.ts';

/** Null takes the choice back. */
export async function chooseSetup(step: SetupStep, choice: SetupChoice | null): Promise<void> {
  await inTransaction(async () => {
    const others = Object.entries(await readSetupChoices()).filter(([name]) => name !== step);
    await Setting.upsert({ section: setupSection, value: JSON.stringify(Object.fromEntries(choice ? [...others, [step, choice]] : others)), updatedAt: new Date() });
  });
}

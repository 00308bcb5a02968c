// Why: an option is chosen with the keyboard: a list that finds its place loses the click that began on it.
import { expect, type Locator } from '@playwright/test';

/** `list`: what is to be chosen in, closed. */
export async function chooseOption(list: Locator, name: string | RegExp): Promise<void> {
  await list.press('ArrowDown');
  const option = list.page().getByRole('option', { name });
  await option.press('Enter');
  await expect(option).toBeHidden();
}

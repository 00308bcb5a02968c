// Why: « Actualiser » and « Quitter » do not lose what is typed in the window without a word. What the shell does of the page by itself is not held up: nobody may be there to answer.
import { dialog, type WebContents } from 'electron';

/** A page that hangs, or whose server is gone, says nothing any more. */
const answerTimeLimitMs = 2_000;
const asking = new WeakSet<WebContents>();

/** Whoever leaves the page has asked before, or has no time to. */
export function leaveFreely(contents: WebContents): void {
  contents.on('will-prevent-unload', (event) => { if (!asking.has(contents)) event.preventDefault(); });
}

export async function refreshPage(contents: WebContents): Promise<void> {
  if (await isLeft(contents, 'Actualiser') === 'agreed') contents.reload();
}

/** `false`: the person would rather save first. */
export async function mayQuit(contents: WebContents): Promise<boolean> {
  return await isLeft(contents, 'Quitter') !== 'kept';
}

/** Asks for the page again, as a browser does: nothing is typed in what lets itself be left; the rest stays as it was, until the person has answered. */
function isLeft(contents: WebContents, act: string): Promise<'left' | 'agreed' | 'kept'> {
  return new Promise((resolve) => {
    const settle = (answer: 'left' | 'agreed' | 'kept') => {
      clearTimeout(silence);
      asking.delete(contents);
      contents.off('did-navigate', left).off('will-prevent-unload', held);
      resolve(answer);
    };
    const left = () => settle('left');
    const held = () => {
      clearTimeout(silence);
      void agreesToLose(act).then((agrees) => settle(agrees ? 'agreed' : 'kept'));
    };
    const silence = setTimeout(left, answerTimeLimitMs);
    asking.add(contents);
    contents.once('did-navigate', left).once('will-prevent-unload', held);
    contents.reload();
  });
}

async function agreesToLose(act: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Le portail des factures',
    message: `${act} sans enregistrer\u00a0?`,
    detail: 'Ce qui est saisi ou en cours d’envoi dans la fenêtre sera perdu.',
    buttons: [act, 'Annuler'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

// Why: a page that is left takes with it what is typed and not saved, and the files under way: the browser, or the window of the program, asks first.
import { isAnyDraftTyped } from './drafts.ts';
import { session } from './session.ts';
import { isAnySettingTyped } from './settings-draft.ts';
import { isAnyUploadRunning } from './uploads.ts';

export const isAnythingUnsaved = (): boolean => isAnyDraftTyped() || isAnySettingTyped() || isAnyUploadRunning();

export function guardUnsaved(): void {
  window.addEventListener('beforeunload', (event) => {
    if (!session.isLeaving && isAnythingUnsaved()) event.preventDefault();
  });
}

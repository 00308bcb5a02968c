// Why: one import from the dropped files to the mails: what it is now, what is under way, what can be asked.
import { computed, onBeforeUnmount, ref, watch } from 'vue';
import type { ImportProgressDto } from '../server/contract/schemas.ts';
import { call, callInBackground } from './api.ts';
import { followMails } from './follow-mails.ts';
import { may } from './rights.ts';
import { uploadOf } from './uploads.ts';
import { useAction } from './use-action.ts';
import { useLoad } from './use-load.ts';
import { refreshDashboard } from './waiting.ts';

const wait = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });
const idle: ImportProgressDto = { phase: 'idle', done: 0, total: 0 };

export function useImport(batchId: string) {
  const { value: batch, problem, isLoading, reload } = useLoad(() => call('imports.read', { batchId }));
  const upload = uploadOf(batchId);
  const action = useAction();
  const progress = ref(idle);
  /** Counts the checks: the table of lines is read again after each. */
  const version = ref(0);
  let isGone = false;

  const isUnpublished = computed(() => batch.value?.state === 'draft' || batch.value?.state === 'ready');
  /** Nothing of it may be changed by who only looks. */
  const isOpen = computed(() => isUnpublished.value && may('imports'));
  const publishable = computed(() => (batch.value ? batch.value.counts.accepted + batch.value.counts.warning : 0));
  const isWorking = computed(() => action.isBusy.value || progress.value.phase !== 'idle');

  /** Runs `work` while asking how far it is, twice a second. */
  async function follow(phase: ImportProgressDto['phase'], work: () => Promise<void>): Promise<boolean> {
    progress.value = { phase, done: 0, total: 0 };
    const timer = setInterval(() => void readProgress(), 500);
    const isDone = await action.run(work);
    clearInterval(timer);
    progress.value = idle;
    version.value += 1;
    return isDone;
  }

  async function readProgress(): Promise<ImportProgressDto> {
    const now = await call('imports.progress', { batchId }).catch(() => idle);
    if (now.phase !== 'idle') progress.value = now;
    return now;
  }

  const check = (allowMissingPdf = batch.value?.allowMissingPdf ?? false) =>
    follow('checking', async () => { batch.value = await call('imports.check', { batchId, allowMissingPdf }); });

  const publish = () => follow('publishing', async () => {
    batch.value = await call('imports.publish', { batchId });
    void refreshDashboard();
  });

  const announce = () => action.run(async () => {
    await call('imports.announce', { batchId });
    batch.value = await call('imports.read', { batchId });
    void refreshDashboard();
  });

  followMails(batch, () => callInBackground('imports.read', { batchId }));

  const removeFile = (name: string) => action.run(async () => {
    await call('imports.removeFile', { batchId, name });
    batch.value = await call('imports.read', { batchId });
  });

  /** The window was reloaded during a check or a publication: wait for its end. */
  async function resume(): Promise<void> {
    while (!isGone && (await readProgress()).phase !== 'idle') await wait(700);
    if (progress.value.phase === 'idle' || isGone) return;
    progress.value = idle;
    await reload();
  }

  async function checkIfNeeded(): Promise<void> {
    await reload();
    if (isOpen.value && batch.value?.sourceName && !isWorking.value) await check();
  }

  watch(() => upload.isRunning, (isRunning) => { if (!isRunning && !isGone) void checkIfNeeded(); });
  watch(isLoading, (loading) => {
    if (loading || action.isBusy.value) return;
    void resume().then(() => { if (isOpen.value && batch.value?.state === 'draft' && batch.value.sourceName && !upload.isRunning && !isWorking.value) void check(); });
  }, { once: true });
  onBeforeUnmount(() => { isGone = true; });

  return { batch, problem, isLoading, reload, upload, action, progress, version, isUnpublished, isOpen, publishable, isWorking, check, publish, announce, removeFile };
}

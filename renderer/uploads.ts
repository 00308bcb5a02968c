// Why: files go on being sent while the secretary looks at another screen; what failed is kept to be sent again.
import { reactive, shallowReactive } from 'vue';
import { fileRoutes } from '../server/contract/file-routes.ts';
import { ApiError, putFile, sentenceOf } from './api.ts';
import { sortFiles, type RefusedFile } from './sort-files.ts';

interface Item { file: File; isSource: boolean }
interface Failure extends Item { reason: string }
export interface Upload {
  total: number; done: number; isRunning: boolean;
  /** Not sent for want of an answer: worth another try. */
  failures: Failure[];
  /** Refused by the server or before sending. */
  refused: RefusedFile[];
  /** Several lists were dropped: one is to be chosen. */
  candidates: File[];
}

const atOnce = 4;
const waits = [1_000, 3_000];
const worthRetrying = new Set(['unreachable', 'agent_required', 'too_busy']);
const uploads = new Map<string, Upload>();
const queues = new WeakMap<Upload, Item[]>();

export function uploadOf(batchId: string): Upload {
  const known = uploads.get(batchId);
  if (known) return known;
  const upload = reactive<Upload>({
    total: 0, done: 0, isRunning: false, failures: shallowReactive([]), refused: [], candidates: shallowReactive([]),
  }) as Upload;
  uploads.set(batchId, upload);
  queues.set(upload, []);
  return upload;
}

export const isAnyUploadRunning = (): boolean => [...uploads.values()].some(({ isRunning }) => isRunning);

/** Sorts the files and sends them, 4 at a time. */
export function addFiles(batchId: string, files: File[]): Promise<void> {
  const upload = uploadOf(batchId);
  const { sources, documents, refused } = sortFiles(files);
  upload.refused.push(...refused);
  if (sources.length > 1) upload.candidates.splice(0, upload.candidates.length, ...sources);
  const source = sources.length === 1 ? sources : [];
  return send(batchId, [...source.map((file) => ({ file, isSource: true })), ...documents.map((file) => ({ file, isSource: false }))]);
}

export function chooseSource(batchId: string, file: File): Promise<void> {
  uploadOf(batchId).candidates.splice(0);
  return send(batchId, [{ file, isSource: true }]);
}

export function retryFailures(batchId: string): Promise<void> {
  const upload = uploadOf(batchId);
  const again = upload.failures.splice(0);
  upload.total -= again.length;
  return send(batchId, again);
}

async function send(batchId: string, items: Item[]): Promise<void> {
  const upload = uploadOf(batchId);
  const queue = queues.get(upload) ?? [];
  if (!upload.isRunning && !upload.failures.length) Object.assign(upload, { total: 0, done: 0 });
  upload.total += items.length;
  queue.push(...items);
  if (upload.isRunning || !queue.length) return;
  upload.isRunning = true;
  await Promise.all(Array.from({ length: atOnce }, () => emptyQueue(batchId, queue)));
  upload.isRunning = false;
}

async function emptyQueue(batchId: string, queue: Item[]): Promise<void> {
  for (let item = queue.shift(); item; item = queue.shift()) await sendOne(batchId, item);
}

async function sendOne(batchId: string, item: Item): Promise<void> {
  const upload = uploadOf(batchId);
  const address = item.isSource ? fileRoutes.importSource(batchId, item.file.name) : fileRoutes.importDocument(batchId, item.file.name);
  try {
    await persist(() => putFile(address, item.file));
    upload.done += 1;
  } catch (error) {
    if (error instanceof ApiError && worthRetrying.has(error.code)) return void upload.failures.push({ ...item, reason: error.message });
    upload.refused.push({ name: item.file.name, reason: sentenceOf(error) });
    upload.total -= 1;
  }
}

/** Tries again after short waits while the server does not answer. */
async function persist(work: () => Promise<unknown>, tried = 0): Promise<void> {
  try {
    await work();
  } catch (error) {
    const wait = waits[tried];
    const isPassing = error instanceof ApiError && ['unreachable', 'too_busy'].includes(error.code);
    if (!isPassing || wait === undefined) throw error;
    await new Promise((resolve) => setTimeout(resolve, wait));
    await persist(work, tried + 1);
  }
}

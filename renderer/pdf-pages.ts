// Why: PDFs come from elsewhere and may be hostile: pdf.js draws their pages as images, in a worker, without scripts, forms, links or fonts of theirs in the window.
import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface OpenPdf {
  pageCount: number;
  /** Draws a page (from 1) as wide as this, in CSS pixels. A drawing under way is given up. */
  draw: (page: number, canvas: HTMLCanvasElement, width: number) => Promise<void>;
  close: () => void;
}

/** A page as tall as this is drawn smaller, whatever its own size says. */
const tallest = 8_000;
const largestImage = 64 * 1024 * 1024;

/** @throws Error when nothing of it can be read */
export async function openPdf(content: ArrayBuffer): Promise<OpenPdf> {
  const [{ getDocument, PDFWorker }, { default: PdfWorker }] = await Promise.all([import('pdfjs-dist/legacy/build/pdf.mjs'), import('pdfjs-dist/legacy/build/pdf.worker.mjs?worker')]);
  const port = new PdfWorker();
  const worker = PDFWorker.create({ port });
  const loading = getDocument({
    data: content, worker, isEvalSupported: false, enableXfa: false, disableFontFace: true, useSystemFonts: true, useWasm: false, useWorkerFetch: false, maxImageSize: largestImage, stopAtErrors: false, verbosity: 0,
  });
  const close = () => void loading.destroy().finally(() => port.terminate());
  const pdf = await loading.promise.catch((error: unknown) => { close(); throw error; });
  return { pageCount: pdf.numPages, draw: drawer(pdf), close };
}

function drawer(pdf: PDFDocumentProxy): OpenPdf['draw'] {
  let task: RenderTask | undefined;
  return async (number, canvas, width) => {
    task?.cancel();
    const { AnnotationMode } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const page = await pdf.getPage(number);
    const whole = page.getViewport({ scale: 1 });
    const scale = Math.min((width * devicePixelRatio) / whole.width, tallest / whole.height);
    const viewport = page.getViewport({ scale });
    Object.assign(canvas, { width: Math.floor(viewport.width), height: Math.floor(viewport.height) });
    task = page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE });
    await task.promise.catch((error: unknown) => { if (!(error instanceof Error) || error.name !== 'RenderingCancelledException') throw error; });
  };
}

// Why: a logo as it comes from a camera or a drawing becomes a small image before it is sent; a drawing (SVG) is painted here, where nothing in it can run.
import { largestLogo } from '../server/contract/file-routes.ts';
import { ApiError } from './api.ts';

const largestFile = 20 * 1024 * 1024;
/** Twice the size at which the portal shows it, and smaller until it is light enough. */
const sides = [192, 160, 128, 96, 64];
const refused = (message: string) => new ApiError('image_invalid', message);

/** A PNG or WebP that the portal can show. @throws ApiError with a sentence */
export async function shrinkImage(file: File): Promise<File> {
  if (file.size > largestFile) throw refused(`Cette image est trop lourde (${Math.round(file.size / 1024 / 1024)} Mo). Prenez-en une de 20 Mo au plus.`);
  const image = await open(file);
  for (const side of sides) {
    const canvas = paint(image, side);
    for (const type of ['image/png', 'image/webp']) {
      const content = await write(canvas, type);
      if (content && content.size <= largestLogo) return new File([content], 'logo', { type });
    }
  }
  throw refused('Cette image a trop de détails pour un logo. Prenez-en une plus simple.');
}

function open(file: File): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(file);
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(refused(`«\u00a0${file.name}\u00a0» n’est pas une image que l’on puisse lire. Prenez un fichier PNG, JPEG, WebP ou SVG.`));
    image.src = address;
  }).finally(() => URL.revokeObjectURL(address)) as Promise<HTMLImageElement>;
}

/** Never larger than it is, unless it is a drawing without a size of its own. */
function paint(image: HTMLImageElement, side: number): HTMLCanvasElement {
  const [width, height] = [image.naturalWidth || side, image.naturalHeight || side];
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) });
  const context = canvas.getContext('2d');
  if (!context) throw refused('Cette image ne peut pas être préparée ici.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Null for a drawing that calls for things from elsewhere: it cannot be read back. */
function write(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => {
    try {
      canvas.toBlob(resolve, type, 0.85);
    } catch {
      resolve(null);
    }
  });
}

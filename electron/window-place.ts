// Why: what was written of the window, read with doubt: a screen may have been unplugged since, and the file damaged. Pure.

export interface Place { x: number; y: number; width: number; height: number }
export interface WindowState extends Place { isMaximized: boolean }

const smallest = { width: 800, height: 560 };
/** Enough of the title bar to take hold of, in pixels. */
const grip = 80;

export function readWindowState(text: string): WindowState | undefined {
  const read: unknown = parse(text);
  if (typeof read !== 'object' || read === null) return undefined;
  const { x, y, width, height, isMaximized } = read as Record<string, unknown>;
  const isPlace = [x, y, width, height].every((each) => Number.isInteger(each));
  return isPlace ? { x: Number(x), y: Number(y), width: Number(width), height: Number(height), isMaximized: isMaximized === true } : undefined;
}

/** The same place when its title bar is on a screen, no larger than that screen; else `undefined`. */
export function fittingBounds({ x, y, width, height }: Place, screens: Place[]): Place | undefined {
  const screen = screens.find((each) => x + width - grip > each.x && x + grip < each.x + each.width && y >= each.y - 1 && y + grip < each.y + each.height);
  if (!screen) return undefined;
  return { x, y, width: Math.min(Math.max(width, smallest.width), screen.width), height: Math.min(Math.max(height, smallest.height), screen.height) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

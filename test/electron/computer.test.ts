// What this computer remembers of the window and of its preferences: read with doubt.
import { describe, expect, it } from 'vitest';
import { autostartEntry, readPreferences } from '../../electron/preference-file.ts';
import { fittingBounds, readWindowState } from '../../electron/window-place.ts';

const screens = [{ x: 0, y: 0, width: 1920, height: 1040 }, { x: 1920, y: 0, width: 1280, height: 1024 }];

describe('the window', () => {
  it.each([
    ['where it was', { x: 100, y: 50, width: 1200, height: 800 }, { x: 100, y: 50, width: 1200, height: 800 }],
    ['on the second screen', { x: 2000, y: 10, width: 1200, height: 800 }, { x: 2000, y: 10, width: 1200, height: 800 }],
    ['partly out, its bar still to be taken', { x: -600, y: 50, width: 1200, height: 800 }, { x: -600, y: 50, width: 1200, height: 800 }],
    ['on a screen that was unplugged', { x: 5_000, y: 10, width: 1200, height: 800 }, undefined],
    ['above every screen', { x: 100, y: -700, width: 1200, height: 800 }, undefined],
    ['larger than its screen', { x: 0, y: 0, width: 3_000, height: 2_000 }, { x: 0, y: 0, width: 1_920, height: 1_040 }],
    ['too small to be used', { x: 0, y: 0, width: 10, height: 10 }, undefined],
  ])('%s', (_, place, shown) => expect(fittingBounds(place, screens)).toEqual(shown));

  it.each(['', '{', 'null', '[]', '{"x":1}', '{"x":"1","y":1,"width":1,"height":1}'])('%j says nothing', (text) => expect(readWindowState(text)).toBe(undefined));
  it('is read as it was written', () => {
    expect(readWindowState('{"x":1,"y":2,"width":900,"height":700,"isMaximized":true}')).toEqual({ x: 1, y: 2, width: 900, height: 700, isMaximized: true });
  });
});

describe('preferences', () => {
  it.each([
    ['', false, false], ['{', false, false], ['null', false, false], ['{"startsWithSession":"yes"}', false, false],
    ['{"startsWithSession":true,"keepsAwake":false}', true, false], ['{"keepsAwake":true}', false, true],
  ])('%j', (text, startsWithSession, keepsAwake) => expect(readPreferences(text)).toEqual({ startsWithSession, keepsAwake }));

  it('start the program with the session, whatever its folder is called', () => {
    expect(autostartEntry(['/opt/Portail é "test" $HOME/100%/portail'])).toContain('Exec="/opt/Portail é \\"test\\" \\$HOME/100%%/portail" "--hidden"\n');
  });
});

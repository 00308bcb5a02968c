// What a diagnostic may say of people: nothing.
import { expect, it } from 'vitest';
import { hidePeople } from '../../server/domain/hide-people.ts';

it.each([
  ['mail to <camille.durand@exemple.test> refused', 'mail to <[adresse]> refused'],
  ['"email":"élodie@mairie.fr","x":1', '"email":"[adresse]","x":1'],
  ['/home/nadia.ferrand/.config/portail', '~/.config/portail'],
  ['"ip":"192.168.1.20" at 127.0.0.1:8080 on 0.0.0.0', '"ip":"[ip]" at 127.0.0.1:8080 on 0.0.0.0'],
  ['from 2001:db8:0:1::42 at 12:04:05', 'from [ip] at 12:04:05'],
  ['/factures/4fKq9xPz0TtR3sVw7YbN1c/pdf', '/factures/[identifiant]/pdf'],
  ['/factures/HNGfTKosdbXWoEqZ-jNQcQ', '/factures/[identifiant]'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY at triggerUncaughtException', 'SQLITE_CONSTRAINT_PRIMARYKEY at triggerUncaughtException'],
  ['"time":"2026-11-23T21:10:00.000Z","version":11', '"time":"2026-11-23T21:10:00.000Z","version":11'],
])('%s', (text, hidden) => expect(hidePeople(text, '/home/nadia.ferrand')).toBe(hidden));

it.each([
  'C:\\Users\\Jeanne Dupont\\AppData\\Roaming', '"target":"C:\\\\Users\\\\Jeanne Dupont\\\\AppData"', 'at file:///C:/Users/Jeanne%20Dupont/x.js:1', 'c:\\users\\jeanne dupont\\x',
])('under Windows: %s', (text) => expect(hidePeople(text, 'C:\\Users\\Jeanne Dupont')).not.toMatch(/dupont/i));

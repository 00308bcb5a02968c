// Why: the window shows the colour as the portal will darken it.
export { accentOf } from '../domain/accent-colour.ts';

// The driver's types say CommonJS; the module that Node loads is ESM with a default export.
declare module 'sqlite3' {
  const driver: import('sqlite3/lib/sqlite3.js').sqlite3;
  export default driver;
}

// Why: libuv reads the size of its thread pool once, before any ES module is loaded; SQLite, argon2 and files share it.
process.env.UV_THREADPOOL_SIZE ??= '16';
process.env.NODE_ENV ??= 'production';
import('../dist/server/main.js');

/**
 * better-sqlite3 for the hot path: without the methods that the store does not call, and with its native half taken from
 * where npm puts it. The package looks for that with a module that searches directories, and node's own search for a package
 * costs a fiftieth of a start; it is made when npm has put the package elsewhere.
 */
const UNUSED =
  /better-sqlite3\/lib\/methods\/(aggregate|backup|function|inspect|pragma|serialize|table|transaction)\.js$/;

const NATIVE_HALF = `
  const file = "better-sqlite3/build/Release/better_sqlite3.node";
  module.exports = () => {
    const native = { exports: {} };
    try {
      process.dlopen(native, __dirname + "/../node_modules/" + file);
      return native.exports;
    } catch {
      return require(file);
    }
  };`;

export const bareSqlite = {
  name: "bare-sqlite",
  setup({ onResolve, onLoad }) {
    onLoad({ filter: UNUSED }, () => ({ contents: "" }));
    onResolve({ filter: /^bindings$/ }, () => ({ path: "bindings", namespace: "bare-sqlite" }));
    onResolve({ filter: /\.node$/, namespace: "bare-sqlite" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "bare-sqlite" }, () => ({ contents: NATIVE_HALF }));
  },
};

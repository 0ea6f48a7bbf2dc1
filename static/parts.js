// What is loaded only when it is needed. The addresses are those of a wasm-pack package, where this file lies three
// folders deep; the bundle puts it into the glue with the names that the files have there.

export function loadDocuments() {
  return import('../../../documents.js');
}

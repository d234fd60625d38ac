// A block of the page: base64 of a gzip of a header in JSON and typed arrays.
const ARRAYS = { Uint8: Uint8Array, Uint16: Uint16Array, Uint32: Uint32Array, Int16: Int16Array };
const LENGTH_BYTES = 4;

export async function readBlock(element) {
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (sign) => sign.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(plain).arrayBuffer();
  const length = new DataView(content).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(content, LENGTH_BYTES, length)));
  const start = LENGTH_BYTES + length;
  const arrays = {};
  for (const [name, { type, at, length: count }] of Object.entries(header.arrays)) {
    arrays[name] = new ARRAYS[type](content, start + at, count);
  }
  return { header, arrays };
}

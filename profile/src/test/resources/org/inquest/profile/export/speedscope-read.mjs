// node speedscope-read.mjs FOLDER FILE...: reads files with the importer of speedscope (npm), as its
// page does, and prints for each one the weight of every frame itself: FILE TAB WEIGHT TAB FRAME.
//
// The package has the page's code only, in one file that wants a browser. Its importer is in there
// as a module of its own, which this hands out before the page's part is run and fails.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder, ...files] = process.argv.slice(2);
const bundle = readdirSync(folder).find(name => /^speedscope-.*\.js$/.test(name));
let code = readFileSync(join(folder, bundle), 'utf8');
const module = /([\w$]+)=\{\};[\w$]+\(\1,\{[^}]*importProfilesFromArrayBuffer:[^}]*\}\);/.exec(code);
const start = new RegExp('\\(([\\w$]+)\\(\\),' + module[1].replaceAll('$', '\\$') + '\\)').exec(code);
const at = module.index + module[0].length;
code = code.slice(0, at) + `globalThis.importer=()=>(${start[1]}(),${module[1]});` + code.slice(at);
console.log = () => {};
globalThis.fetch = async path => // the reader of Flight Recorder files is a file beside the page
  new Response(readFileSync(join(folder, path)), { headers: { 'Content-Type': 'application/wasm' } });
try {
  (0, eval)(code);
} catch {
  // The page has no browser.
}
const importer = globalThis.importer();
for (const file of files) {
  let bytes = readFileSync(file);
  if (file.endsWith('.gz')) {
    bytes = gunzipSync(bytes);
  }
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const name = basename(file).replace(/\.gz$/, '');
  const group = await importer.importProfilesFromArrayBuffer(name, buffer);
  for (const profile of group === null ? [] : group.profiles) {
    profile.forEachFrame(frame => {
      process.stdout.write(`${basename(file)}\t${frame.getSelfWeight()}\t${frame.name}\n`);
    });
  }
}

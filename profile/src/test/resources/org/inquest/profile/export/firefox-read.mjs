// What Mozilla's profiler-cli counts: a line for each function of each thread, its own samples and its name.
import { execFileSync } from "node:child_process";

const [program, file] = process.argv.slice(2);
const ask = (...words) => execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 30 });

ask("load", file);
try {
  for (const thread of JSON.parse(ask("thread", "list", "--limit", "0", "--json")).threads) {
    const functions = ask("thread", "functions", "--thread", thread.threadHandle, "--limit", "0", "--include-idle", "--json");
    for (const one of JSON.parse(functions).functions) console.log(`${one.selfSamples}\t${one.name}`);
  }
} finally {
  ask("stop", "--all");
}

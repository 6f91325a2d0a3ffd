// Bundles the query page's script, and collects the licences of its parts.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const FOLDER = "../static/bundle";

const { metafile } = await build({
  entryPoints: ["source/query.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  metafile: true,
  outdir: FOLDER,
});
const packages = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const notices = [...new Set(packages.filter(Boolean))].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (licence === undefined) throw new Error(`${name} has no licence file`);
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`;
});
writeFileSync(`${FOLDER}/licences.txt`, notices.join(`\n${"-".repeat(80)}\n\n`));
